import { count as formatCount } from '../../../ui/format/measure.ts';
import type { ShownError } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { said } from './field-texts.ts';
import { ShownSummary } from './shown-summary.tsx';

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
