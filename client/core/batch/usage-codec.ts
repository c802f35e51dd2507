import { type UsageEvent, usage } from '../registry/registry.ts';
import { commandSources } from '../registry/sources.ts';
import type { UsageColumns } from './batch.ts';
import type { CborValue } from './cbor.ts';
import { fieldCodec } from './field-codecs.ts';
import { list, within } from './group-codec.ts';
import { MAX_BATCH_EVENTS } from './limits.ts';
import { Invalid } from './problem.ts';
import { isUpTo } from './shapes.ts';
import { readVarints, writeVarints } from './varint.ts';

/**
 * Uses stand in a batch as two byte strings of as many numbers (varint.ts): which command was used which way, command ·
 * 4 + source by their places in the registry; and the seconds since the use before, or since the session began.
 */
const SOURCES = 4;

/** More ways to reach a command would need another layout. */
const fits: (typeof commandSources)['length'] extends typeof SOURCES ? true : false = true;
void fits;

const command = fieldCodec(usage.command.type);
const source = fieldCodec(usage.source.type);
const MAX_TIME = usage.time.type.max;
const COMMANDS = usage.command.type.values.length;

/**
 * Packs uses. A time that goes back (the clock was set) counts as no time passed.
 * @throws Invalid
 */
export function packUsage(events: readonly UsageEvent[]): CborValue[] {
  if (events.length > MAX_BATCH_EVENTS) throw new Invalid('usage', `at most ${MAX_BATCH_EVENTS} uses`);
  const uses: number[] = [];
  const times: number[] = [];
  let previous = 0;
  for (const event of events) {
    const place = within('usage.command', command.pack(event.command)) as number;
    uses.push(place * SOURCES + (within('usage.source', source.pack(event.source)) as number));
    if (!isUpTo(event.time, MAX_TIME)) throw new Invalid('usage.time', 'a value within its bounds');
    times.push(Math.max(0, event.time - previous));
    previous = Math.max(previous, event.time);
  }
  return [writeVarints(uses), writeVarints(times)];
}

/** @throws Invalid */
export function unpackUsage(packed: unknown): UsageColumns {
  const items = list('usage', packed, 2);
  const uses = numbers('usage.command', items[0]);
  const deltas = numbers('usage.time', items[1]);
  if (uses.length !== deltas.length) throw new Invalid('usage', 'columns of one length');
  if (uses.some((use) => use >= COMMANDS * SOURCES)) throw new Invalid('usage.command', 'values within their bounds');
  const time: number[] = [];
  let seconds = 0;
  for (const delta of deltas) {
    seconds += delta;
    time.push(seconds);
  }
  if (seconds > MAX_TIME) throw new Invalid('usage.time', `a sum of at most ${MAX_TIME}`);
  return { command: uses.map((use) => Math.floor(use / SOURCES)), source: uses.map((use) => use % SOURCES), time };
}

/** Columns as rows. */
export function usageRows(columns: UsageColumns): UsageEvent[] {
  return columns.command.map((place, row) => ({
    command: usage.command.type.values[place] as UsageEvent['command'],
    source: commandSources[columns.source[row] ?? 0] as UsageEvent['source'],
    time: columns.time[row] ?? 0,
  }));
}

/** @throws Invalid */
function numbers(path: string, value: unknown): number[] {
  const read = value instanceof Uint8Array ? readVarints(value, MAX_BATCH_EVENTS) : undefined;
  if (!read) throw new Invalid(path, `at most ${MAX_BATCH_EVENTS} numbers`);
  return read;
}
