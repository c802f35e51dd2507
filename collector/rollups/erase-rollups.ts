import { FINGERPRINT } from '../queries/sender-queries.ts';
import type { Storage } from '../storage/storage.ts';
import { makeCorrections } from './day-cells.ts';
import { CORRECTIONS, ERASED, INSTALLATION_DAYS, NUMBERS, PERIODS } from './tables.ts';

/** Somebody waits for the end of their own data: not behind figures. */
const URGENT = { urgent: true } as const;

const OF_SENDERS = `SELECT number FROM ${NUMBERS} WHERE ${FINGERPRINT} IN {fingerprints:Array(String)}`;

/**
 * Those of them whose contributions are not subtracted yet. Another collector may be erasing the same ones, and their rows are
 * going then: contributions made of what is left would take the place of the whole ones.
 */
const NOT_YET = `${OF_SENDERS} AND number NOT IN (SELECT number FROM ${ERASED})`;

/** Whether a day has ever begun to close: its tables are made one after the other, this one the last. */
const MADE = `SELECT count() AS made FROM system.tables WHERE concat(database, '.', name) = '${CORRECTIONS}'`;

/**
 * Takes erased senders out of everything that was made of their batches. What they contributed is subtracted from sums, and
 * their numbers are taken out of sets, from the moment that they stand in the lists for it; then the rows that tell of
 * them go, and who the numbers were. The cubes themselves are made anew at the next closing. May be repeated, also when
 * it was ended in between.
 * @param fingerprints see `fingerprint` of erasure/erasures.ts.
 */
export async function eraseFromRollups(storage: Storage, fingerprints: readonly string[]): Promise<void> {
  const parameters = { fingerprints };
  const [tables] = await storage.query<{ made: number }>(MADE, {}, URGENT);
  if (!tables || tables.made === 0) return;
  // Most of them never got into a closed day, or have left it.
  const [known] = await storage.query<{ count: number }>(
    `SELECT count() AS count FROM (${OF_SENDERS})`,
    parameters,
    URGENT,
  );
  if (!known || known.count === 0) return;
  for (const kind of PERIODS) {
    await storage.run(makeCorrections(kind, NOT_YET), parameters);
  }
  await storage.run(`INSERT INTO ${ERASED} ${OF_SENDERS}`, parameters);
  for (const statement of [
    `ALTER TABLE ${INSTALLATION_DAYS} DELETE WHERE number IN (SELECT number FROM ${ERASED}) SETTINGS mutations_sync = 2`,
    `ALTER TABLE ${NUMBERS} DELETE WHERE number IN (SELECT number FROM ${ERASED}) SETTINGS mutations_sync = 2`,
  ]) {
    await storage.run(statement);
  }
}
