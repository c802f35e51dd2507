import type { Group } from '../registry/declaration.ts';
import { type FieldType, SESSION_SECONDS } from '../registry/field-types.ts';
import type { UsageEvent } from '../registry/registry.ts';
import { type CommandSource, commandSources } from '../registry/sources.ts';
import type { UsageColumns } from './batch.ts';
import type { CborValue } from './cbor.ts';
import { columnExtent, type Extent, listExtent } from './extent.ts';
import { type GroupCodec, list, type Reading, requireLevel } from './group-codec.ts';
import { MAX_BATCH_EVENTS } from './limits.ts';
import { Invalid } from './problem.ts';
import { isUpTo } from './shapes.ts';
import { readVarints, writeVarints } from './varint.ts';

const SOURCES = 4;

/** More ways to reach a command would need another layout. */
const fits: (typeof commandSources)['length'] extends typeof SOURCES ? true : false = true;
void fits;

const sources: ReadonlyMap<unknown, number> = new Map(commandSources.map((source, number) => [source, number]));

/**
 * Uses stand in a batch as two byte strings of as many numbers (varint.ts): which command was used which way, command ·
 * 4 + source by their numbers; and the seconds since the use before, or since the session began. Written from rows, read as
 * columns: a batch may hold ten thousand of them.
 */
export class UsesGroup implements GroupCodec<UsageColumns> {
  readonly nothing: UsageColumns;
  readonly extent: Extent;
  readonly #group: Group;
  readonly #commands: readonly string[];
  readonly #numbers: ReadonlyMap<unknown, number>;

  constructor(_name: string, group: Group) {
    this.#group = group;
    this.#commands = wordsOf(group.fields['command']?.type);
    this.#numbers = new Map(this.#commands.map((command, number) => [command, number]));
    this.nothing = this.#columns([], [], []);
    this.extent = listExtent([
      columnExtent(MAX_BATCH_EVENTS, Math.max(0, this.#commands.length * SOURCES - 1)),
      columnExtent(MAX_BATCH_EVENTS, SESSION_SECONDS),
    ]);
  }

  /** Whether a word is a command of the product. */
  isCommand(word: unknown): boolean {
    return this.#numbers.has(word);
  }

  /** @throws Invalid */
  pack({ command, source, time }: UsageColumns, { level }: Reading): CborValue[] {
    this.#requireLevel(level, command.length);
    const uses = command.map((number, row) => number * SOURCES + (source[row] ?? 0));
    if (uses.some((use) => use >= this.#commands.length * SOURCES)) throw outOfBounds('usage.command');
    return packed(uses, time);
  }

  /**
   * Uses as rows. A time that goes back (the clock was set) counts as no time passed.
   * @throws Invalid
   */
  packRows(events: readonly UsageEvent[], level: Reading['level']): CborValue[] {
    this.#requireLevel(level, events.length);
    const uses = events.map(({ command, source }) => {
      const [number, way] = [this.#numbers.get(command), sources.get(source)];
      if (number === undefined) throw outOfBounds('usage.command');
      if (way === undefined) throw outOfBounds('usage.source');
      return number * SOURCES + way;
    });
    return packed(
      uses,
      events.map(({ time }) => time),
    );
  }

  unpack(items: unknown, { level }: Reading): UsageColumns {
    const [uses, deltas] = list('usage', items, 2).map((part, index) =>
      numbers(index === 0 ? 'usage.command' : 'usage.time', part),
    );
    if (!uses || !deltas || uses.length !== deltas.length) throw new Invalid('usage', 'columns of one length');
    this.#requireLevel(level, uses.length);
    const most = this.#commands.length * SOURCES;
    const source: number[] = [];
    let seconds = 0;
    // In the lists that were read: there may be ten thousand uses, of hundreds of batches a second.
    for (let row = 0; row < uses.length; row++) {
      const use = uses[row] as number;
      if (use >= most) throw outOfBounds('usage.command');
      source.push(use % SOURCES);
      uses[row] = Math.floor(use / SOURCES);
      seconds += deltas[row] as number;
      if (seconds > SESSION_SECONDS) throw new Invalid('usage.time', `a sum of at most ${SESSION_SECONDS}`);
      deltas[row] = seconds;
    }
    return this.#columns(uses, source, deltas);
  }

  #columns(command: readonly number[], source: readonly number[], time: readonly number[]): UsageColumns {
    return { command, source, time, commands: this.#commands };
  }

  #requireLevel(level: Reading['level'], uses: number): void {
    if (uses > MAX_BATCH_EVENTS) throw new Invalid('usage', `at most ${MAX_BATCH_EVENTS} uses`);
    if (uses === 0) return;
    for (const [name, field] of Object.entries(this.#group.fields)) requireLevel(`usage.${name}`, field.level, level);
  }
}

/** Columns as rows. */
export function usageRows({ commands, command, source, time }: UsageColumns): UsageEvent[] {
  return command.map((number, row) => ({
    command: commands[number] ?? '',
    source: commandSources[source[row] ?? 0] as CommandSource,
    time: time[row] ?? 0,
  }));
}

function packed(uses: readonly number[], times: readonly number[]): CborValue[] {
  let previous = 0;
  const deltas = times.map((time) => {
    if (!isUpTo(time, SESSION_SECONDS)) throw outOfBounds('usage.time');
    const delta = Math.max(0, time - previous);
    previous += delta;
    return delta;
  });
  return [writeVarints(uses), writeVarints(deltas)];
}

const outOfBounds = (path: string) => new Invalid(path, 'a value within its bounds');

/** @throws Invalid */
function numbers(path: string, value: unknown): number[] {
  const read = value instanceof Uint8Array ? readVarints(value, MAX_BATCH_EVENTS) : undefined;
  if (!read) throw new Invalid(path, `at most ${MAX_BATCH_EVENTS} numbers`);
  return read;
}

function wordsOf(type: FieldType | undefined): readonly string[] {
  return type?.kind === 'enum' ? type.values : [];
}
