import { Disclosure } from '../../../ui/design/index.ts';
import { count as formatCount } from '../../../ui/format/format.ts';
import type { ShownBatch, ShownError, ShownLine } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { commandLabel, logSentence, said, sourceLabel } from './field-texts.ts';
import { formatSeconds } from './format.ts';
import { type UsageCount, usageCounts } from './shown-model.ts';
import { ShownSummary, WhenExpanded } from './shown-parts.tsx';

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
                // biome-ignore lint/suspicious/noArrayIndexKey: a sequence that only grows; its indexes are its identity.
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

/** What went wrong: the kind of each error, where in the app, and how often. */
export function ErrorSummary({ errors }: { readonly errors: readonly ShownError[] }) {
  if (errors.length === 0) return null;
  return (
    <ShownSummary group="errors">
      <table className="program-table shared-errors">
        <thead>
          <tr>
            <th scope="col">{t('shared.errors.error')}</th>
            <th scope="col" className="program-number">
              {t('shared.errors.count')}
            </th>
            <th scope="col">{t('shared.errors.where')}</th>
            <th scope="col">{t('shared.errors.noticed')}</th>
          </tr>
        </thead>
        <tbody>
          {errors.map((error) => (
            <tr
              key={JSON.stringify([
                error.class,
                error.code,
                error.process,
                error.handledBy,
                error.reason,
                error.frames,
              ])}
            >
              <th scope="row">{kindOf(error)}</th>
              <td className="program-number">{formatCount(error.count)}</td>
              <td>
                <Place error={error} />
              </td>
              <td>{said('handled', error.handledBy)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ShownSummary>
  );
}

/** The class and the system's code of what was thrown, or how a part of the app ended. */
function kindOf({ class: name, code, reason }: ShownError): string {
  const rest = [...(code === 'none' ? [] : [code]), ...(reason === 'none' ? [] : [said('reason', reason)])];
  return [said('error', name), ...rest].join(' · ');
}

function Place({ error: { process, frames, foreign } }: { readonly error: ShownError }) {
  return (
    <>
      {said('process', process)}
      <ul className="shared-frames">
        {frames.map(({ file, line, column }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recursion has the same place many times; the order is fixed.
          <li key={index}>
            <code className="program-breakable">{`${file}:${line}:${column}`}</code>
          </li>
        ))}
        {foreign > 0 && <li className="shared-note">{tn('shared.errors.foreign', foreign)}</li>}
      </ul>
    </>
  );
}

/** What the app noted about itself, in sentences and in order. */
export function LogSummary({ lines }: { readonly lines: readonly ShownLine[] }) {
  if (lines.length === 0) return null;
  return (
    <ShownSummary group="logs">
      <table className="program-table shared-sequence">
        <thead>
          <tr>
            <th scope="col" className="program-number">
              {t('shared.logs.after')}
            </th>
            <th scope="col">{t('shared.logs.line')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sequence that only grows; its indexes are its identity.
            <tr key={index}>
              <td className="program-number">{formatSeconds(line.time)}</td>
              <td>{logSentence(line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ShownSummary>
  );
}
