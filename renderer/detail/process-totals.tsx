import type { Process } from '../../app/finder/process.ts';
import { t, tn } from '../../app/messages/index.ts';
import { bytes, count, measureText, percent } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { ProcessLinks } from './process-links.tsx';
import { Property } from './property.tsx';

/** Largest processes that are named among many selected ones. */
const NAMED = 5;

/** What several selected processes use together; those that have ended no longer count. */
export function ProcessTotals({ keys }: { readonly keys: readonly string[] }) {
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
