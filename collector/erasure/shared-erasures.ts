import type { SharedState, StateReading } from '../state/shared-state.ts';
import { isoDay } from '../storage/rows.ts';
import type { ErasureLog } from './erasing.ts';

export interface SharedErasuresOptions {
  readonly state: SharedState;
  /** UTC day, in days since 1970-01-01. */
  readonly today: () => number;
  /** Days after which an erasure is forgotten, as each collector forgets its own. */
  readonly keptDays: number;
}

const NAME = /^[0-9a-f]{64}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * What collectors of one store tell each other of erasures: each has a list of its own besides, by which it refuses what comes and
 * passes over what waits in its journal, and which holds while the store is away.
 */
export class SharedErasures implements ErasureLog {
  readonly #options: SharedErasuresOptions;

  constructor(options: SharedErasuresOptions) {
    this.#options = options;
  }

  /** @throws StateUnavailable when the others may not hear of them. */
  async append(names: readonly string[]): Promise<void> {
    const { state, today } = this.#options;
    const known = await state.all('erasure');
    const fresh = names.filter((name) => !known.has(name));
    await state.putAll('erasure', new Map(fresh.map((name) => [name, isoDay(today())])));
  }

  /** What all of them have erased. Forgets what is old. @throws StateUnavailable when it cannot be read. */
  async all(reading?: StateReading): Promise<readonly string[]> {
    const { state, today, keptDays } = this.#options;
    const first = isoDay(today() - keptDays);
    const known = [...(await state.all('erasure', reading))].filter(([name]) => NAME.test(name));
    const isOld = ([, day]: (typeof known)[number]) => typeof day === 'string' && DAY.test(day) && day < first;
    await state.removeAll(
      'erasure',
      known.filter(isOld).map(([name]) => name),
    );
    return known.filter((one) => !isOld(one)).map(([name]) => name);
  }
}
