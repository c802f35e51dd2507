import { Disclosure } from '../../../ui/design/index.ts';
import { count as formatCount } from '../../../ui/format/measure.ts';
import type { ShownBatch } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { commandLabel, sourceLabel } from './field-texts.ts';
import { formatSeconds } from './format.ts';
import { type UsageCount, usageCounts } from './shown-model.ts';
import { ShownSummary } from './shown-summary.tsx';
import { WhenExpanded } from './when-expanded.tsx';

/** The commands of a session: how often each was used, and, unfolded, every use in order. */
export function UsageSummary({ usage }: { readonly usage: ShownBatch['usage'] }) {
  if (usage.length === 0) return <p className="program-aside">{t('shared.usage.none')}</p>;
  return (
    <ShownSummary group="usage">
      <table className="program-table shared-counts">
        <thead>
          <tr>
            <th scope="col">{t('shared.usage.command')}</th>
            <th scope="col" className="program-number">
              {t('shared.usage.count')}
            </th>
            <th scope="col">{t('shared.usage.how')}</th>
          </tr>
        </thead>
        <tbody>
          {usageCounts(usage).map(({ command, count, sources }) => (
            <tr key={command}>
              <th scope="row">{commandLabel(command)}</th>
              <td className="program-number">{formatCount(count)}</td>
              <td>{waysText(sources)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Disclosure title={tn('shared.usage.sequence', usage.length)} level={4}>
        <WhenExpanded>
          <table className="program-table shared-sequence">
            <thead>
              <tr>
                <th scope="col" className="program-number">
                  {t('shared.usage.after')}
                </th>
                <th scope="col">{t('shared.usage.command')}</th>
                <th scope="col">{t('shared.usage.how')}</th>
              </tr>
            </thead>
            <tbody>
              {usage.map((event, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a sequence that only grows; its places are its identity.
                <tr key={index}>
                  <td className="program-number">{formatSeconds(event.time)}</td>
                  <td>{commandLabel(event.command)}</td>
                  <td>{sourceLabel(event.source)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </WhenExpanded>
      </Disclosure>
    </ShownSummary>
  );
}

/** How often each way was taken; where there was only one, the times before it have said that. */
function waysText(sources: UsageCount['sources']): string {
  if (sources.length === 1) return sources.map(({ source }) => sourceLabel(source)).join();
  return sources.map(({ source, count }) => `${formatCount(count)} × ${sourceLabel(source)}`).join(' · ');
}
