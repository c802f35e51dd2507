import { HistoryStore } from './history-store.ts';
import type { Store, StoreParts } from './store-api.ts';

export type { Compiled } from './database.ts';
export type { Observation, SystemFigures } from './observation.ts';
export type { Relation } from './relation.ts';
export type { SeriesOf, SystemFigure, UsageFigure } from './series.ts';
export { NoHistory, type Store, type StoreLimits, type StoreParts, TooLarge } from './store-api.ts';
export type { SystemStart } from './system-start.ts';
export { readSystemStarts } from './system-starts.ts';

/** Opens the history of a profile; never rejects for what is on the disk: {@link Store.status} says what is wrong. */
export async function openStore(parts: StoreParts): Promise<Store> {
  const store = new HistoryStore(parts);
  await store.open();
  return store;
}
