import { setTimeout as pause } from 'node:timers/promises';
import { Gathered } from '../gathered.ts';
import type { Intake } from '../intake/intake.ts';
import type { Journal } from '../journal/journal.ts';
import { ERASURES_AT_ONCE, ERASURES_FINISHED_AT_ONCE, LEAVE_JOURNAL_MS, WAITING_COUNTED } from '../limits.ts';
import type { Loader } from '../loader/loader.ts';
import { messageOf } from '../message-of.ts';
import { countOfSenders, eraseRows } from '../queries/sender-queries.ts';
import { eraseFromRollups } from '../rollups/erase-rollups.ts';
import type { Storage } from '../storage/storage.ts';
import { type Erasures, fingerprint, type Sender } from './erasures.ts';
import { withinLimit } from './within-limit.ts';

/**
 * Where erasures are written besides, before they are answered: at the places where backups are (backup/places.ts), and where
 * other collectors of the same tables look (shared-erasures.ts).
 */
export interface ErasureLog {
  /** Resolves when they are there for good. @throws StorageUnavailable or StateUnavailable when one of them cannot be reached. */
  append(names: readonly string[]): Promise<void>;
}

export interface ErasingOptions {
  readonly storage: Storage;
  readonly journal: Journal;
  readonly loader: Pick<Loader, 'settled' | 'attempted'>;
  readonly intake: Pick<Intake, 'idle'>;
  readonly erasures: Erasures;
  readonly logs: readonly ErasureLog[];
  /** Hears what keeps an erasure from being finished; it is tried again. */
  readonly onFault: (message: string) => void;
  /** Whether days are closed in this storage, and something was made of their batches. */
  readonly hasRollups: boolean;
  /** Hears that rows are gone, which figures were made of. */
  readonly onErased: (names: readonly string[]) => void;
  /** Called when erasures are on the disk and nothing is deleted yet; a test can make the collector die here. */
  readonly beforeErase?: () => void | Promise<void>;
}

interface Wanted {
  readonly sender: Sender;
  /** Ids of its batches that were acknowledged and not loaded when it asked; a number when they are too many. */
  readonly waiting: ReadonlySet<string> | number;
}

/**
 * Does what was decided: erasures that are asked for at the same time are decided by one sync and deleted by one statement,
 * because each statement writes parts of the storage anew. Whoever asks has shown its key.
 */
export class Erasing {
  readonly #options: ErasingOptions;
  readonly #gathered = new Gathered<Wanted, number>((wanted) => this.#eraseAll(wanted), ERASURES_AT_ONCE);
  readonly #leaving = new Gathered<undefined, undefined>(async (those) => {
    await this.#leaveJournal();
    return those;
  }, Number.MAX_SAFE_INTEGER);

  constructor(options: ErasingOptions) {
    this.#options = options;
  }

  /**
   * Resolves when it is done, to how many batches there were.
   * @throws StorageUnavailable when it is not done yet: it may be repeated, and the next start finishes what was decided.
   */
  async erase(sender: Sender): Promise<number> {
    const batches = await this.#gathered.add({ sender, waiting: await this.#waitingOf(sender) });
    // Others need not wait for this, nor it for what was to leave before it.
    await this.#left();
    return batches;
  }

  async #waitingOf(sender: Sender): Promise<Wanted['waiting']> {
    const { journal, erasures } = this.#options;
    if (erasures.has(sender)) return 0;
    const name = fingerprint(sender);
    const records = await journal.waitingOf(name, WAITING_COUNTED);
    return records ? new Set(records.map(({ batch }) => batch)) : journal.countOf(name);
  }

  /**
   * Finishes what was decided and is not done, such as by an earlier run; what waits in the journal never gets into the
   * tables. What cannot be written at a backup now stays to be done.
   * @throws when the storage cannot answer.
   */
  async finish(): Promise<void> {
    const { storage, erasures, onFault } = this.#options;
    const { pending } = erasures;
    for (let from = 0; from < pending.length; from += ERASURES_FINISHED_AT_ONCE) {
      const names = pending.slice(from, from + ERASURES_FINISHED_AT_ONCE);
      await eraseRows(storage, names);
      await this.#eraseFromFigures(names);
      try {
        await this.#log(names);
      } catch (error) {
        return onFault(messageOf(error));
      }
      await erasures.finish(names);
    }
  }

  /**
   * Erases what others have decided, who use the same tables: what is loaded here from now on, and what was loaded since they
   * erased it.
   * @throws when it is not done; what was decided is then finished by {@link finish}.
   */
  async adopt(names: readonly string[]): Promise<void> {
    const { loader, intake, erasures } = this.#options;
    const fresh = names.filter((name) => !erasures.isKnown(name));
    if (fresh.length === 0) return;
    await erasures.add(fresh);
    // Who decided it may have done it long ago: what is answered from here on does not wait for what is to be done here.
    await this.#left();
    await intake.idle();
    await withinLimit(loader.attempted());
    await this.finish();
    await this.#left();
  }

  async #eraseAll(wanted: readonly Wanted[]): Promise<readonly number[]> {
    const { storage, loader, intake, erasures, onFault, beforeErase } = this.#options;
    const names = wanted.map(({ sender }) => fingerprint(sender));
    await erasures.add(names);
    await beforeErase?.();
    // What was accepted just before is in the journal then, and is passed over there like all that waits, …
    await intake.idle();
    // … but for the block that was selected before the erasure was known.
    await withinLimit(loader.attempted());
    const stored = await countOfSenders(
      storage,
      wanted.map(({ sender }) => sender),
      wanted.flatMap(({ waiting }) => (typeof waiting === 'number' ? [] : [...waiting])),
    );
    // What was finished before has no rows, unless somebody has put them back.
    const rest = names.filter((name) => stored.has(name));
    if (rest.length > 0) await eraseRows(storage, rest);
    await this.#eraseFromFigures(names);
    try {
      await this.#log(names.filter((name) => erasures.isPending(name)));
    } catch (error) {
      onFault(messageOf(error));
      throw error;
    }
    await erasures.finish(names);
    return wanted.map(({ waiting }, index) => {
      const { batches = 0, repeated = 0 } = stored.get(names[index] ?? '') ?? {};
      return batches + (typeof waiting === 'number' ? waiting : waiting.size - repeated);
    });
  }

  async #log(names: readonly string[]): Promise<void> {
    for (const log of this.#options.logs) await log.append(names);
  }

  /** Also when the rows are gone already: whatever ended an earlier try may have done so here. */
  async #eraseFromFigures(names: readonly string[]): Promise<void> {
    const { storage, hasRollups, onErased } = this.#options;
    // A day that is being closed is closed anew, before and after: it may have read the rows.
    onErased(names);
    if (!hasRollups) return;
    await eraseFromRollups(storage, names);
    onErased(names);
  }

  async #left(): Promise<void> {
    await Promise.race([this.#leaving.add(undefined), pause(LEAVE_JOURNAL_MS, undefined, { ref: false })]);
  }

  /**
   * Batches that were passed over leave the disk when the loader has come by. That is soon, unless others have sent very
   * much: then it happens after the answer.
   */
  async #leaveJournal(): Promise<void> {
    const { journal, loader } = this.#options;
    const left = loader.settled().then(
      () => journal.roll(),
      // The loader was stopped: the next run passes over them as well.
      () => {},
    );
    // Also when it fails after the answer: the segment is then removed with the next one.
    left.catch(() => {});
    await Promise.race([left, pause(LEAVE_JOURNAL_MS, undefined, { ref: false })]);
  }
}
