import type { Condition } from 'candor-client/core';
import type { DayRange } from '../../rollups/periods.ts';
import type { Storage } from '../../storage/storage.ts';
import type { AnswerRules } from '../question.ts';
import { type NotTold, notTold } from './condition-sql.ts';
import { askMet, type ShownMet, WITHHELD } from './shown.ts';

/** Conditions that compile, to be looked for on closed days. */
export interface RuleTrial {
  readonly product: string;
  readonly range: DayRange;
  readonly when: readonly Condition[];
}

/** A condition that history does not tell, by its place. */
export interface Untold {
  readonly condition: number;
  readonly why: NotTold;
}

export interface TriedRule extends ShownMet {
  readonly k: number;
  /** Then there are no figures. */
  readonly notTold: readonly Untold[];
}

/** Conditions that history does not tell. */
export function untold(when: readonly Condition[]): Untold[] {
  return when.flatMap((condition, place) => {
    const why = notTold(condition);
    return why ? [{ condition: place, why }] : [];
  });
}

/**
 * How many would have met a rule, protected as the rules that are published are.
 * @throws StorageUnavailable when the storage cannot answer now; the signal's reason when it was aborted.
 */
export async function tryRule(
  storage: Pick<Storage, 'query'>,
  { product, range, when }: RuleTrial,
  how: AnswerRules,
  signal: AbortSignal,
): Promise<TriedRule> {
  const notTold = untold(when);
  const { k } = how;
  if (notTold.length > 0) return { k, ...WITHHELD, notTold };
  const query: Storage['query'] = (sql, parameters, options) => storage.query(sql, parameters, { ...options, signal });
  const [shown = WITHHELD] = await askMet({ query }, { product, range, rules: [when] }, how);
  return { k, ...shown, notTold };
}
