import type { SharedBatch } from '../../app/ipc/program.ts';
import { t, tn } from '../../app/messages/index.ts';
import { Disclosure } from '../design/index.ts';
import { formatSeconds } from './format.ts';
import { usageCounts } from './shared-model.ts';

/** The commands of a session: how often each was used, and, unfolded, every use in order. */
export function UsageSummary({ usage }: { readonly usage: SharedBatch['usage'] }) {
  if (usage.length === 0) return <p className="program-aside">{t('shared.usage.none')}</p>;
  return (
    <section className="shared-usage">
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
              <th scope="row">{t(`command.${command}`)}</th>
              <td className="program-number">{count}</td>
              <td>{sources.map((reached) => `${t(`source.${reached.source}`)} ${reached.count}`).join(' · ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Disclosure title={tn('shared.usage.sequence', usage.length)} level={4}>
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
                <td>{t(`command.${event.command}`)}</td>
                <td>{t(`source.${event.source}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </section>
  );
}
