import { protect } from '../../privacy/protect.ts';
import type { MetCells } from './met-cells.ts';

/** How many would have met a rule, as it may be shown; null where that is withheld. */
export interface ShownMet {
  readonly installations: number | null;
  readonly organisations: number | null;
}

/** Nobody is told whether a rule is met by nobody or by few, unless all is shown as it is. */
export const WITHHELD: ShownMet = { installations: null, organisations: null };

/**
 * Protects the figures of a rule. An organisation counts when its own installations that would have met the rule may be shown: else
 * one installation of it would be seen by the number of organisations.
 */
export function shownMet({ all, organisations }: MetCells, k: number): ShownMet {
  if (k === 1) return { installations: all?.installations ?? 0, organisations: organisations.length };
  const shown = all && protect(all, k, 'met');
  if (typeof shown !== 'object') return WITHHELD;
  return {
    installations: shown.installations,
    organisations: organisations.filter((cell) => typeof protect(cell, k, 'met') === 'object').length,
  };
}
