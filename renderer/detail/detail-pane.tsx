import { t } from '../../app/messages/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { BusiestProcesses } from './busiest-processes.tsx';
import { ProcessDetail } from './process-detail.tsx';
import { ProcessTotals } from './process-totals.tsx';
import './detail.css';

/** More about what is selected; on This Device, what keeps it busy. */
export function DetailPane() {
  const { view, selection } = useStore(useModel().trail, (trail) => trail.here);
  if (view === 'this-device') return <BusiestProcesses />;
  const [only] = selection;
  if (only === undefined) return <p className="detail-empty">{t('detail.empty')}</p>;
  return selection.length === 1 ? <ProcessDetail key={only} processKey={only} /> : <ProcessTotals keys={selection} />;
}
