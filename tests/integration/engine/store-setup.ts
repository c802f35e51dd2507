import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ObjectType, Row, TimeRange } from '../../../app/query/query.ts';
import { createPastAnswers } from '../../../engine/asking/past.ts';
import { openStore, type Store, type StoreParts } from '../../../engine/store/store.ts';
import { HOUR, MINUTE, NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';

export const limits = { memoryMB: 128, sizeMB: 200, days: 30 };

/** A store that the computer's readings can be given to, closed when the test ends. */
export async function storeOf(
  computer: SimulatedComputer,
  folder: string,
  given: Partial<StoreParts> = {},
): Promise<Store> {
  const { time } = computer;
  const store = await openStore({
    folder,
    clock: time,
    timers: time,
    limits,
    excluded: [],
    recording: true,
    ...given,
  });
  onTestFinished(() => store.close());
  return store;
}

/** Lets time pass on the computer, and what is gathered be written every ten minutes. */
export async function live(computer: SimulatedComputer, store: Store, milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 10 * MINUTE) {
    computer.run(Math.min(left, 10 * MINUTE), (observation) => store.observe(observation));
    await store.flush();
  }
}

/** Lets a minute pass without a reading, so that the store does what it does each minute; waits until it is done. */
export async function tick(computer: SimulatedComputer, store: Store): Promise<void> {
  computer.time.advance(MINUTE);
  await store.status();
}

/** All rows of a type in a range, with some properties. */
export function ask(
  store: Store,
  type: ObjectType,
  range: TimeRange,
  properties: readonly string[],
  where = 'true',
): Promise<Row[]> {
  return store.query((relation) => {
    const { sql, parameters } = relation(type, range, new Set(properties));
    return { sql: `SELECT * FROM (${sql}) WHERE ${where} ORDER BY "key"`, parameters };
  });
}

/** Keys of all rows that a question finds, in the order of the answer. */
export async function found(store: Store, computer: SimulatedComputer, text: string): Promise<readonly string[]> {
  const past = createPastAnswers(
    async () => store,
    computer.time,
    () => 0,
  );
  const { id, counted, total: known, rows } = await past.query(1, text, 'process');
  const { total } = counted ? { total: known } : await past.count(1, id);
  const all: Row[] = [...rows];
  while (all.length < total) all.push(...(await past.page(1, id, all.length, 200)));
  return all.map(({ key }) => key);
}

/** Whether the bytes of a text stand in any file of a folder, whole or in DuckDB's pieces of it. */
export function holds(folder: string, text: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) => {
    const file = path.join(folder, name);
    try {
      return readFileSync(file).includes(text);
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EISDIR') return false;
      throw thrown;
    }
  });
}

/**
 * A history of three days, closed; with the names of what ran on each.
 * @param more what stands at the end of the command line with a number
 */
export async function threeDays(folder: string, more = (_number: number) => ''): Promise<SimulatedComputer> {
  const computer = new SimulatedComputer(NOON);
  computer.cadence = MINUTE;
  const store = await storeOf(computer, folder);
  computer.start('init');
  for (const name of ['first-day', 'second-day', 'third-day']) {
    for (let count = 0; count < 400; count++) {
      const commandLine = `${name} --number ${count * 7919}${more(count)}`;
      const process = computer.start(name, { commandLine, cpu: count % 50 });
      if (count % 20 === 0) computer.run(2 * MINUTE, store.observe.bind(store));
      if (count >= 20) computer.end(process);
    }
    await live(computer, store, HOUR);
    computer.time.advance(21 * HOUR);
    await live(computer, store, HOUR);
  }
  await store.close();
  return computer;
}
