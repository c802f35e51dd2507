import type { DayCatalogue } from './days.ts';

/** What a relation is made over. */
export interface Held {
  readonly days: DayCatalogue;
  /** Last moment that was recorded: what goes on was seen then. */
  readonly seen: number;
  /** Runs that are asked about; without it all of them. */
  readonly only?: readonly number[];
}

/** Condition that a table's rows are of the runs that are asked about. */
export const ofRuns = ({ only }: Held): string => {
  if (only === undefined) return '';
  return only.length === 0 ? ' AND false' : ` AND run IN (${only.join(', ')})`;
};
