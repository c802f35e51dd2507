import { MAX_COUNT } from '../../core/batch/limits.ts';
import {
  between,
  exactly,
  isNumber,
  isText,
  listOf,
  matching,
  readJson,
  type Shape,
  within,
} from '../../core/batch/shapes.ts';
import { swallowed } from '../../core/debug.ts';
import { type AskedSuggestions, suggestionOutcomes } from '../../core/ipc/suggestions.ts';
import { MAX_RULES, RULE_ID } from '../../core/suggestions/rules.ts';
import { attempt, type Disk, moveTo, readOwn, writeWhole } from '../files/disk.ts';
import { MAX_DISMISSED, MAX_KEPT_SUGGESTIONS_BYTES } from '../limits.ts';

/** What is kept of suggestions, on this computer alone. */
export interface KeptSuggestions {
  /** The last signed file that was taken, as it came; it is verified again whenever it is read. */
  readonly file: string | null;
  /** Its serial; 0 before the first. */
  readonly serial: number;
  readonly asked: AskedSuggestions | null;
  /** Ids of rules that this installation has met, that were shown, and that were dismissed. */
  readonly met: readonly string[];
  readonly seen: readonly string[];
  readonly dismissed: readonly string[];
}

export const nothingKept: KeptSuggestions = { file: null, serial: 0, asked: null, met: [], seen: [], dismissed: [] };

const ids = (max: number) => listOf(matching(RULE_ID), max);
const isKept = exactly<KeptSuggestions>({
  file: (value): value is string | null => value === null || isText(value),
  serial: between(0, MAX_COUNT),
  asked: orNull(exactly<AskedSuggestions>({ at: isNumber, outcome: within(suggestionOutcomes) })),
  met: ids(MAX_RULES),
  seen: ids(MAX_RULES),
  dismissed: ids(MAX_DISMISSED),
});

function orNull<T>(shape: Shape<T>): Shape<T | null> {
  return (value): value is T | null => value === null || shape(value);
}

/** What stands in the file; `undefined` when it is damaged or cannot be read. Changes nothing. */
export function peekSuggestions(disk: Pick<Disk, 'facts' | 'read'>, file: string): KeptSuggestions | undefined {
  return attempt(() =>
    disk.facts(file) ? readJson(disk.read(file, MAX_KEPT_SUGGESTIONS_BYTES).toString('utf8'), isKept) : nothingKept,
  );
}

interface StoreOptions {
  readonly disk: Disk;
  readonly file: string;
  /** Where a file goes that is damaged. */
  readonly aside: string;
}

/**
 * The file that keeps them in the program's folder, where a No deletes it. No method throws: a disk that refuses keeps it
 * in memory for the run.
 */
export class SuggestionsStore {
  readonly #options: StoreOptions;
  #kept: KeptSuggestions | undefined;
  /** A file that cannot be read now is not written over. */
  #readable = true;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  get(): KeptSuggestions {
    this.#kept ??= this.#load();
    return this.#kept;
  }

  change(change: Partial<KeptSuggestions>): void {
    const kept = { ...this.get(), ...change };
    this.#kept = kept;
    const { disk, file } = this.#options;
    if (this.#readable) attempt(() => writeWhole(disk, file, Buffer.from(JSON.stringify(kept)), { lasting: false }));
  }

  /** Forgets everything; the caller deletes the file. */
  forget(): void {
    this.#kept = nothingKept;
    this.#readable = true;
  }

  #load(): KeptSuggestions {
    const { disk, file, aside } = this.#options;
    try {
      if (!disk.facts(file)) return nothingKept;
      const bytes = readOwn(disk, file, MAX_KEPT_SUGGESTIONS_BYTES);
      const read = bytes && readJson(bytes.toString('utf8'), isKept);
      if (read) return read;
      moveTo(disk, file, aside);
    } catch (error) {
      swallowed('store', 'read-suggestions', error);
      this.#readable = false;
    }
    return nothingKept;
  }
}
