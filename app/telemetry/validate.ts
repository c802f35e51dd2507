import { BATCH_FORMAT, type WireBatch } from './batch.ts';
import { type FieldType, matcher } from './field-types.ts';
import { MAX_BATCH_EVENTS } from './limits.ts';
import { context, dropped, envelope, type FieldSpec, usage } from './registry.ts';

/** Why a value is not a batch: where, and what was expected. Never holds the value itself. */
export interface Problem {
  /** Path in the batch, such as `context.os`. */
  readonly path: string;
  readonly expected: string;
}

export type Validation =
  | { readonly ok: true; readonly batch: WireBatch }
  | { readonly ok: false; readonly problem: Problem };

class Invalid extends Error {
  readonly problem: Problem;
  constructor(path: string, expected: string) {
    super(`${path}: ${expected}`);
    this.problem = { path, expected };
  }
}

type Matchers = ReadonlyMap<string, (value: unknown) => boolean>;

const envelopeMatchers = matchersOf(envelope);
const contextMatchers = matchersOf(context);
const droppedMatchers = matchersOf(dropped);
const isCommand = matcher(usage.command.type);
const isSource = matcher(usage.source.type);
const MAX_TIME = usage.time.type.max;
const usageColumns = ['commands', 'sources', 'command', 'source', 'time'] as const;

/**
 * Checks a decoded value against the event registry: every field known, present and within its bounds, the columns of
 * one length, and every index inside its dictionary. The client runs it before it writes, the collector before it
 * accepts.
 */
export function validateBatch(value: unknown): Validation {
  try {
    const batch = record(value, 'batch', ['format', 'envelope', 'context', 'usage', 'dropped']);
    if (batch['format'] !== BATCH_FORMAT) throw new Invalid('format', `${BATCH_FORMAT}`);
    fields(batch['envelope'], 'envelope', envelopeMatchers, 'all');
    fields(batch['context'], 'context', contextMatchers, 'all');
    fields(batch['dropped'], 'dropped', droppedMatchers, 'some');
    checkUsage(batch['usage']);
    return { ok: true, batch: value as WireBatch };
  } catch (error) {
    if (error instanceof Invalid) return { ok: false, problem: error.problem };
    throw error;
  }
}

function matchersOf(group: Readonly<Record<string, FieldSpec>>): Matchers {
  return new Map(Object.entries(group).map(([name, { type }]) => [name, matcher(type as FieldType)]));
}

function record(value: unknown, path: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Invalid(path, 'a map');
  const found = Object.keys(value);
  if (found.length !== keys.length || !keys.every((key) => Object.hasOwn(value, key))) {
    throw new Invalid(path, `exactly the fields ${keys.join(', ')}`);
  }
  return value as Readonly<Record<string, unknown>>;
}

function fields(value: unknown, path: string, matchers: Matchers, presence: 'all' | 'some'): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Invalid(path, 'a map');
  const entries = Object.entries(value);
  for (const [name, item] of entries) {
    const matches = matchers.get(name);
    if (!matches) throw new Invalid(path, 'only fields of the registry');
    if (!matches(item)) throw new Invalid(`${path}.${name}`, 'a value within its bounds');
  }
  if (presence === 'all' && entries.length !== matchers.size) throw new Invalid(path, 'every field of the registry');
}

function checkUsage(value: unknown): void {
  const columns = record(value, 'usage', usageColumns);
  const commands = list(columns['commands'], 'usage.commands', isCommand);
  const sources = list(columns['sources'], 'usage.sources', isSource);
  distinct(commands, 'usage.commands');
  distinct(sources, 'usage.sources');
  const command = list(columns['command'], 'usage.command', indexInto(commands.length));
  const source = list(columns['source'], 'usage.source', indexInto(sources.length));
  const time = list(columns['time'], 'usage.time', indexInto(MAX_TIME + 1)) as number[];
  if (command.length !== source.length || command.length !== time.length) {
    throw new Invalid('usage', 'columns of one length');
  }
  if (time.reduce((sum, delta) => sum + delta, 0) > MAX_TIME)
    throw new Invalid('usage.time', `a sum of at most ${MAX_TIME}`);
}

function list(value: unknown, path: string, matches: (item: unknown) => boolean): readonly unknown[] {
  if (!Array.isArray(value) || value.length > MAX_BATCH_EVENTS) {
    throw new Invalid(path, `a list of at most ${MAX_BATCH_EVENTS}`);
  }
  if (!value.every(matches)) throw new Invalid(path, 'values within their bounds');
  return value;
}

function distinct(values: readonly unknown[], path: string): void {
  if (new Set(values).size !== values.length) throw new Invalid(path, 'no value twice');
}

function indexInto(length: number): (value: unknown) => boolean {
  return (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < length;
}
