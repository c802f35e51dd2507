import { useState } from 'react';
import type { Answer, ReceivedOf, TotalsRow } from '../asking/answer.ts';
import { useAsked } from '../asking/use-asked.ts';
import { formatDays, formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import './notes.css';

interface UnderFigureProps {
  readonly answer: Answer<unknown, unknown>;
  /** Where it was asked for. */
  readonly address: string | undefined;
  /** What it is about; not there where it may not be told. */
  readonly totals: TotalsRow | undefined;
}

/** How many make a figure, of which days, what is not shown of it (the same words whether there is any), and ways to have it otherwise: as CSV, and the statements behind it. */
export function UnderFigure({ answer, address, totals }: UnderFigureProps) {
  const [showsSql, setShowsSql] = useState(false);
  const { range, k, completeness } = answer;
  const received = completeness ? receivedShare(completeness.sessions) : undefined;
  return (
    <div className="under-figure">
      <p>
        {totals
          ? t('under.n', {
              sessions: tn('features.sessions', totals.sessions),
              installations: tn('features.installations', totals.installations),
              days: formatDays(range.from, range.to),
            })
          : t('under.days', { days: formatDays(range.from, range.to) })}{' '}
        {received !== undefined && t('under.complete', { share: formatShare(received) })}{' '}
        {t(k === 1 ? 'under.k1' : 'under.k', { k })} {totals && totals.installations < CAREFUL && t('under.careful')}
      </p>
      {address && (
        <p className="under-ways">
          <a href={`${address}&format=csv`} download>
            {t('under.csv')}
          </a>
          <button type="button" className="plain" aria-expanded={showsSql} onClick={() => setShowsSql(!showsSql)}>
            {t(showsSql ? 'under.hide-sql' : 'under.show-sql')}
          </button>
        </p>
      )}
      {address && showsSql && <Sql address={`${address}&sql=1`} />}
    </div>
  );
}

/** What was received of what was expected, from 0 to 1; `undefined` where that is withheld, or nothing was expected. */
export function receivedShare({ received, expected }: ReceivedOf): number | undefined {
  if (received === null || expected === null || expected <= 0) return undefined;
  return Math.min(1, Math.max(0, received / expected));
}

/** Figures of fewer installations than this are said to be read with care. */
const CAREFUL = 30;

function Sql({ address }: { address: string }) {
  const { answer, failure } = useAsked<Answer<unknown>>(address);
  if (failure) return <p>{t('state.failed')}</p>;
  return (
    <div className="sql">
      <p>{t('under.sql-about')}</p>
      {answer?.statements?.map(({ sql, parameters }) => (
        <figure key={`${sql} ${JSON.stringify(parameters)}`}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <pre tabIndex={0}>{sql}</pre>
          <figcaption>{JSON.stringify(parameters)}</figcaption>
        </figure>
      ))}
    </div>
  );
}
