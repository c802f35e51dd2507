import type { CommandId, CommandSource } from '../commands/catalogue.ts';
import type { Context, Dropped, Envelope, UsageEvent } from './registry.ts';

/** Version of the layout; a reader refuses others. */
export const BATCH_FORMAT = 1;

/** IANA-style media type of a batch, sent as `content-type`; `content-encoding` is `br`. */
export const BATCH_MEDIA_TYPE = 'application/vnd.candor.batch+cbor';

/** Media type of the collector's answer. An answer of another type, such as a captive portal's page, is no receipt. */
export const RECEIPT_MEDIA_TYPE = 'application/vnd.candor.receipt+json';

/**
 * Usage events as columns: row i is `commands[command[i]]`, `sources[source[i]]`, and the sum of `time[0..i]`.
 * `commands` and `sources` are the dictionaries of the ids that occur, each once, in order of first use.
 */
export interface UsageColumns {
  readonly commands: readonly CommandId[];
  readonly sources: readonly CommandSource[];
  readonly command: readonly number[];
  readonly source: readonly number[];
  /** Seconds since the event before, or since the session's start. */
  readonly time: readonly number[];
}

/** One upload, as it stands in CBOR: the data model is JSON's (docs/batch.cddl). */
export interface WireBatch {
  readonly format: typeof BATCH_FORMAT;
  readonly envelope: Envelope;
  readonly context: Context;
  readonly usage: UsageColumns;
  readonly dropped: Dropped;
}

/** One upload with its events as rows. */
export interface Batch {
  readonly envelope: Envelope;
  readonly context: Context;
  /** In the order in which they happened. */
  readonly usage: readonly UsageEvent[];
  readonly dropped: Dropped;
}

/**
 * The collector's answer to a batch that the sender may delete: it is on the collector's disk, `accepted` now or a
 * `duplicate` of an earlier upload; or it was refused and nothing is stored, because its installation was `erased`.
 */
export interface Receipt {
  readonly batch: string;
  readonly status: 'accepted' | 'duplicate' | 'erased';
}

/** Turns rows into columns. Times that go back (the clock was set) count as no time passed. */
export function toColumns(events: readonly UsageEvent[]): UsageColumns {
  const commands = new Dictionary<CommandId>();
  const sources = new Dictionary<CommandSource>();
  const columns = { command: [] as number[], source: [] as number[], time: [] as number[] };
  let previous = 0;
  for (const event of events) {
    columns.command.push(commands.indexOf(event.command));
    columns.source.push(sources.indexOf(event.source));
    columns.time.push(Math.max(0, event.time - previous));
    previous = Math.max(previous, event.time);
  }
  return { commands: commands.values, sources: sources.values, ...columns };
}

/** Turns valid columns back into rows. */
export function toRows(columns: UsageColumns): UsageEvent[] {
  let time = 0;
  return columns.command.map((command, row) => {
    time += at(columns.time, row);
    return {
      command: at(columns.commands, command),
      source: at(columns.sources, at(columns.source, row)),
      time,
    };
  });
}

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new RangeError('column index out of range');
  return value;
}

class Dictionary<T> {
  readonly values: T[] = [];
  readonly #indices = new Map<T, number>();

  indexOf(value: T): number {
    const known = this.#indices.get(value);
    if (known !== undefined) return known;
    this.#indices.set(value, this.values.length);
    return this.values.push(value) - 1;
  }
}
