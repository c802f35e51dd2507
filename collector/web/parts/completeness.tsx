import type { Overview } from 'candor-client/core';
import { useId } from 'react';
import { formatDays, formatNumber, formatTime } from '../format.ts';
import { t, tn } from '../messages/index.ts';
import './completeness.css';

/** What the figures rest on: batches received and waiting, losses, and the smallest group that is shown. */
export function Completeness({ overview, askedAt }: { overview: Overview; askedAt: number | undefined }) {
  const id = useId();
  const { received, waiting } = overview.completeness;
  return (
    <section className="completeness" aria-labelledby={id}>
      <h2 id={id}>{t('completeness.title')}</h2>
      <p>
        <span data-testid="completeness">
          {tn('completeness.received', received)}, {tn('completeness.waiting', waiting)}
        </span>
        . {overview.sessions > 0 && lossesSentence(overview)}{' '}
        {overview.k === 1 ? t('completeness.k1') : t('completeness.k', { k: overview.k })}{' '}
        {overview.through !== null &&
          t('completeness.through', { day: formatDays(overview.through, overview.through) })}{' '}
        {askedAt !== undefined && t('completeness.updated', { time: formatTime(askedAt) })}
      </p>
    </section>
  );
}

function lossesSentence({ completeness: { lost }, k }: Overview): string {
  const losses = lost.map(({ reason, count }) => t(`lost.${reason}`, { count: formatNumber(count) })).join(', ');
  if (losses) return t('completeness.lost', { losses });
  return k > 1 ? t('completeness.lost-few', { k }) : t('completeness.lost-none');
}
