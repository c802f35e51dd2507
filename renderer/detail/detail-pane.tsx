import type { Process } from '../../app/finder/process.ts';
import { processKey } from '../../app/finder/sampling.ts';
import { t, tn } from '../../app/messages/index.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import { bytes, count, type Measure, measureText, percent } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { ProcessDetail, Property, useShowProcess } from './process-detail.tsx';
import './detail.css';

/** Processes named for each figure, and of many selected ones: enough to find the culprit, few enough to read at a glance. */
const NAMED = 5;

/** More about what is selected; on This Device, what keeps it busy. */
export function DetailPane() {
  const { view, selection } = useStore(useModel().trail, (trail) => trail.here);
  if (view === 'this-device') return <BusiestProcesses />;
  const [only] = selection;
  if (only === undefined) return <p className="detail-empty">{t('detail.empty')}</p>;
  return selection.length === 1 ? <ProcessDetail key={only} processKey={only} /> : <ProcessTotals keys={selection} />;
}

/** What several selected processes use together; those that have ended no longer count. */
function ProcessTotals({ keys }: { readonly keys: readonly string[] }) {
  const byKey = useStore(useModel().feed.live, (live) => live.byKey);
  const processes = keys.map((key) => byKey.get(key)).filter((process) => process !== undefined);
  const sum = (of: (process: Process) => number) => processes.reduce((total, process) => total + of(process), 0);
  const largest = processes.toSorted((a, b) => b.memory - a.memory).slice(0, NAMED);
  return (
    <article className="detail" aria-labelledby="detail-name">
      <header className="detail-header">
        <h2 id="detail-name" className="detail-name">
          {tn('detail.selected', processes.length)}
        </h2>
      </header>
      <section className="detail-section" aria-label={t('detail.together')}>
        <dl>
          <Property name={t('detail.cpu')}>{measureText(percent(sum(({ cpu }) => cpu)))}</Property>
          <Property name={t('detail.memory')}>{measureText(bytes(sum(({ memory }) => memory)))}</Property>
          <Property name={t('detail.threads')}>{count(sum(({ threads }) => threads))}</Property>
        </dl>
      </section>
      <ProcessLinks title={t('detail.largest')} processes={largest} figure={({ memory }) => bytes(memory)} />
    </article>
  );
}

/** What keeps this device busy: the answer that people open such a tool for. */
function BusiestProcesses() {
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

interface ProcessLinksProps {
  readonly title: string;
  readonly processes: readonly Process[];
  readonly figure: (process: Process) => Measure;
}

/** Some processes with one figure each; a name leads to the process in the list. */
function ProcessLinks({ title, processes, figure }: ProcessLinksProps) {
  const show = useShowProcess();
  return (
    <section className="detail-section">
      <h3 className="detail-heading">{title}</h3>
      <ul className="process-links">
        {processes.map((process) => {
          const { value, unit } = figure(process);
          return (
            <li key={processKey(process)} className="process-link">
              <TextLink onPress={() => show(processKey(process))}>{process.name}</TextLink>
              <span className="process-link-figure">
                {value}
                <span className="metric-unit">{unit}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
