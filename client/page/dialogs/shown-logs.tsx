import type { ShownLine } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { logSentence } from './field-texts.ts';
import { formatSeconds } from './format.ts';
import { ShownSummary } from './shown-summary.tsx';

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
            // biome-ignore lint/suspicious/noArrayIndexKey: a sequence that only grows; its places are its identity.
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
