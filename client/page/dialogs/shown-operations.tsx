import { Disclosure } from '../../../ui/design/index.ts';
import { count as formatCount } from '../../../ui/format/format.ts';
import type { ShownOperation } from '../../core/ipc/program.ts';
import { RELATIVE_ERROR } from '../../core/measures/histogram.ts';
import { t, tn } from '../../core/texts/index.ts';
import { operationLabel } from './field-texts.ts';
import { formatDuration, formatPercent } from './format.ts';
import { ShownSummary, WhenExpanded } from './shown-parts.tsx';

/** How much the end of a range can lie above a duration in it, as a share of that. */
const ABOVE = (2 * RELATIVE_ERROR) / (1 - RELATIVE_ERROR);

/** How long each operation took, and, unfolded, the ranges that are all that is sent of it. */
export function OperationSummary({ operations }: { readonly operations: readonly ShownOperation[] }) {
  if (operations.length === 0) return null;
  const ranges = operations.reduce((sum, operation) => sum + operation.ranges.length, 0);
  return (
    <ShownSummary group="operations">
      <table className="program-table shared-operations">
        <thead>
          <tr>
            <th scope="col">{t('shared.operations.operation')}</th>
            <th scope="col" className="program-number">
              {t('shared.operations.count')}
            </th>
            <th scope="col" className="program-number">
              {t('shared.operations.half')}
            </th>
            <th scope="col" className="program-number">
              {t('shared.operations.slowest')}
            </th>
          </tr>
        </thead>
        <tbody>
          {operations.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">
                <Name of={row} />
              </th>
              <td className="program-number">{formatCount(row.count)}</td>
              <td className="program-number">{formatDuration(row.half)}</td>
              <td className="program-number">{formatDuration(row.slowest)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="program-aside">{t('shared.operations.note', { percent: formatPercent(ABOVE) })}</p>
      <Disclosure title={tn('shared.operations.ranges', ranges)} level={4}>
        <WhenExpanded>
          <Ranges operations={operations} />
        </WhenExpanded>
      </Disclosure>
    </ShownSummary>
  );
}

function Ranges({ operations }: { readonly operations: readonly ShownOperation[] }) {
  return (
    <table className="program-table shared-ranges">
      <thead>
        <tr>
          <th scope="col">{t('shared.operations.operation')}</th>
          <th scope="col" className="program-number">
            {t('shared.operations.count')}
          </th>
          <th scope="col">{t('shared.operations.range')}</th>
        </tr>
      </thead>
      <tbody>
        {operations.flatMap((row) =>
          row.ranges.map(({ bucket, lower, upper, count }) => (
            <tr key={`${keyOf(row)} ${bucket}`}>
              <td>
                <Name of={row} />
              </td>
              <td className="program-number">{formatCount(count)}</td>
              <td>
                {lower === 0
                  ? t('shared.operations.up-to', { upper: formatDuration(upper) })
                  : t('shared.operations.from-to', { lower: formatDuration(lower), upper: formatDuration(upper) })}
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

function Name({ of: { operation, outcome } }: { readonly of: ShownOperation }) {
  return (
    <>
      {operationLabel(operation)}
      {outcome !== 'ok' && (
        <span className="shared-note"> · {outcome === 'failed' ? t('shared.operations.failed') : outcome}</span>
      )}
    </>
  );
}

const keyOf = ({ operation, outcome }: ShownOperation) => `${operation} ${outcome}`;
