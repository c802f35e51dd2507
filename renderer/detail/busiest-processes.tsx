import { t } from '../../app/messages/index.ts';
import { bytes, percent } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { ProcessLinks } from './process-links.tsx';

/** Processes named for each figure: enough to find the culprit, few enough to read at a glance. */
const NAMED = 5;

/** What keeps this device busy: the answer that people open such a tool for. */
export function BusiestProcesses() {
  const processes = useStore(useModel().feed.live, (live) => live.processes);
  if (processes.length === 0) return null;
  const top = (figure: 'cpu' | 'memory') => processes.toSorted((a, b) => b[figure] - a[figure]).slice(0, NAMED);
  return (
    <div className="detail">
      <ProcessLinks title={t('detail.busiest')} processes={top('cpu')} figure={({ cpu }) => percent(cpu)} />
      <ProcessLinks title={t('detail.largest')} processes={top('memory')} figure={({ memory }) => bytes(memory)} />
    </div>
  );
}
