import { systemName } from 'candor-client/core';
import type { PlatformRow } from '../asking/answer.ts';
import { formatShare } from '../format.ts';
import { t, tn } from '../messages/index.ts';

/** What systems are counted by. */
export type Figure = 'sessions' | 'installations';

/** A system that fewer run than this can be dropped with little loss, as a share of what is counted. */
const LITTLE = 0.01;

export const nameOf = ({ os, osVersion, distribution, architecture }: PlatformRow) =>
  `${systemName(os, distribution)} ${osVersion} ${architecture}`;

/** Which system can be dropped, in one line: those that hardly anybody runs, or else the one that fewest do; empty where no share may be told. */
export function platformsLead(rows: readonly PlatformRow[], figure: Figure): string {
  const shares = rows.flatMap((row) => (row.share === null ? [] : [{ row, share: row.share }]));
  const inOrder = shares.sort((a, b) => a.share - b.share || a.row[figure] - b.row[figure]);
  const [least] = inOrder;
  if (!least || inOrder.length < rows.length) return '';
  const system = nameOf(least.row);
  if (rows.length === 1) return t('platforms.lead-one', { system });
  const little = inOrder.filter(({ share }) => share < LITTLE);
  if (little.length === 0) {
    return t(figure === 'sessions' ? 'platforms.lead' : 'platforms.lead-installations', {
      system,
      share: formatShare(least.share),
    });
  }
  const lost = little.reduce((sum, { share }) => sum + share, 0);
  return tn(figure === 'sessions' ? 'platforms.lead-little' : 'platforms.lead-little-installations', little.length, {
    system,
    share: formatShare(lost),
    least: formatShare(LITTLE),
  });
}
