import type { Overview } from 'candor-client/core';
import { formatDays, formatNumber } from '../format.ts';
import { t, tn } from '../messages.ts';
import { total } from '../usage-rows.ts';
import './headline.css';

/** The main figure: how often commands were used, and what it rests on. */
export function Headline({ overview }: { overview: Overview }) {
  const uses = total(overview.usage);
  const { days } = overview;
  return (
    <div className="headline">
      <p>
        <strong>{formatNumber(uses)}</strong> {tn('features.figure', uses)}
      </p>
      {days && (
        <p className="headline-span">
          {t('features.span', {
            sessions: tn('features.sessions', overview.sessions),
            installations: tn('features.installations', overview.installations),
            days: formatDays(days.first, days.last),
          })}
        </p>
      )}
    </div>
  );
}
