import { valueSummary } from '../../core/batch/value-summary.ts';
import type { CollectingLevel } from '../../core/consent/levels.ts';
import type { ShownBatch } from '../../core/ipc/program.ts';
import { collectedFields, type Group } from '../../core/registry/declaration.ts';
import type { FieldType } from '../../core/registry/field-types.ts';
import { type GroupName, registryOf } from '../../core/registry/registry.ts';
import { ownProduct } from '../own-product.ts';

/** Groups in the order in which people ask about them; any other comes behind them. */
const firstGroups = [
  'usage',
  'operations',
  'counts',
  'throughput',
  'errors',
  'logs',
  'organisation',
  'configuration',
  'context',
  'envelope',
  'dropped',
] as const satisfies readonly GroupName[];

/** One field of the event registry, with what the registry says about it; why it is collected stands among the texts. */
export interface FieldInfo {
  /** Path in a batch, such as "context.os". */
  readonly path: string;
  readonly type: FieldType;
  readonly level: CollectingLevel;
  readonly retentionDays: number;
}

interface FieldGroup {
  readonly group: string;
  readonly fields: readonly FieldInfo[];
}

/** A field of a batch; `info` is `undefined` for a path that the registry does not know. */
export interface ShownRow {
  readonly path: string;
  readonly value: string;
  readonly info: FieldInfo | undefined;
}

interface ShownSection {
  readonly group: string;
  readonly rows: readonly ShownRow[];
}

export interface UsageCount {
  readonly command: string;
  readonly count: number;
  /** How often it was reached which way, most often first. */
  readonly sources: readonly { readonly source: string; readonly count: number }[];
}

/** The event registry with the words of this page's product. */
export function ownRegistry(): Readonly<Record<string, Group>> {
  const { product, registry } = ownProduct();
  return registry ?? registryOf(product);
}

/** Every field that may ever be sent, by group. */
export function allFields(): FieldGroup[] {
  const registry = ownRegistry();
  return groupNames().map((group) => ({
    group,
    fields: Object.entries(registry[group]?.fields ?? {}).map(([name, { type, level, retentionDays }]) => ({
      path: `${group}.${name}`,
      type,
      level,
      retentionDays,
    })),
  }));
}

/** The fields that are still sent on a day, "2026-03-09", by group; a group that has none is left out. */
export function fieldsSentOn(today: string): FieldGroup[] {
  const registry = ownRegistry();
  return allFields().flatMap(({ group, fields }) => {
    const declared = registry[group];
    const collected = declared ? collectedFields(declared, today).map((name) => `${group}.${name}`) : [];
    const sent = fields.filter(({ path }) => collected.includes(path));
    return sent.length === 0 ? [] : [{ group, fields: sent }];
  });
}

function groupNames(): string[] {
  return [...new Set<string>([...firstGroups, ...Object.keys(ownRegistry())])];
}

let known: { readonly registry: object; readonly infos: ReadonlyMap<string, FieldInfo> } | undefined;

/** What the registry says about each path. */
function fieldInfos(): ReadonlyMap<string, FieldInfo> {
  const registry: Readonly<Record<string, Group>> = ownRegistry();
  if (known?.registry !== registry) {
    const infos = allFields().flatMap(({ fields }) => fields.map((field) => [field.path, field] as const));
    known = { registry, infos: new Map(infos) };
  }
  return known.infos;
}

/** What the registry says about a path, or `undefined`. */
export function fieldInfo(path: string): FieldInfo | undefined {
  return fieldInfos().get(path);
}

/**
 * The fields of a batch, by group and in the order of the registry; the lists come as the fields that they consist of.
 * What the registry does not know comes last rather than being left out: the window shows what is sent, not what should
 * be.
 */
export function sharedSections(batch: ShownBatch): ShownSection[] {
  const order = [...fieldInfos().keys()];
  const rows = [...batch.fields, ...listFields(batch)].map((field) => ({ ...field, info: fieldInfo(field.path) }));
  const sections = groupNames().map((group) => ({
    group,
    rows: rows
      .filter((row) => row.info && row.path.startsWith(`${group}.`))
      .sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path)),
  }));
  const other = { group: 'other', rows: rows.filter((row) => !row.info) };
  return [...sections, other].filter((section) => section.rows.length > 0);
}

/** The columns of the lists as fields: which values occur, and from which number to which. */
function listFields({ usage, operations, errors, logs }: ShownBatch): ShownBatch['fields'] {
  const frames = errors.flatMap((error) => error.frames);
  const counted = operations.flatMap(({ ranges }) => ranges.map(({ count }) => count));
  const columns: readonly (readonly [path: string, values: readonly (string | number)[]])[] = [
    ['usage.command', usage.map(({ command }) => command)],
    ['usage.source', usage.map(({ source }) => source)],
    ['usage.time', usage.map(({ time }) => time)],
    ['operations.operation', operations.map(({ operation }) => operation)],
    ['operations.outcome', operations.map(({ outcome }) => outcome)],
    ['operations.bucket', operations.flatMap(({ ranges }) => ranges.map(({ bucket }) => bucket))],
    ['operations.count', counted],
    ['errors.class', errors.map((error) => error.class)],
    ['errors.code', errors.map(({ code }) => code)],
    ['errors.process', errors.map(({ process }) => process)],
    ['errors.handledBy', errors.map(({ handledBy }) => handledBy)],
    ['errors.reason', errors.map(({ reason }) => reason)],
    ['errors.file', frames.map(({ file }) => file)],
    ['errors.line', frames.map(({ line }) => line)],
    ['errors.column', frames.map(({ column }) => column)],
    ['errors.foreign', errors.map(({ foreign }) => foreign)],
    ['errors.count', errors.map(({ count }) => count)],
    ['logs.code', logs.map(({ code }) => code)],
    ['logs.time', logs.map(({ time }) => time)],
    ['logs.value', logs.flatMap(({ values }) => values)],
  ];
  return columns.flatMap(([path, values]) => (values.length === 0 ? [] : [{ path, value: valueSummary(values) }]));
}

/** Uses of each command, the most used first; commands used equally often stay in the order of first use. */
export function usageCounts(usage: ShownBatch['usage']): UsageCount[] {
  const byCommand = new Map<string, Map<string, number>>();
  for (const { command, source } of usage) {
    const sources = byCommand.get(command) ?? new Map<string, number>();
    sources.set(source, (sources.get(source) ?? 0) + 1);
    byCommand.set(command, sources);
  }
  const counts = [...byCommand].map(([command, sources]) => ({
    command,
    count: [...sources.values()].reduce((sum, count) => sum + count, 0),
    sources: [...sources].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count),
  }));
  return counts.sort((a, b) => b.count - a.count);
}

/** The batches of one session, in their order; never none. */
export interface SessionOf {
  /** Tells it from all others in one list. */
  readonly key: string;
  readonly first: ShownBatch;
  readonly parts: readonly ShownBatch[];
  /** Size on the wire of all parts, in bytes. */
  readonly bytes: number;
}

/**
 * Batches by the session that they are parts of; sessions in the order of their first batch. What is held names no run:
 * its sessions are told apart by their numbers, which one installation gives once.
 */
export function sessionsOf(batches: readonly ShownBatch[]): SessionOf[] {
  const sessions = new Map<string, ShownBatch[]>();
  for (const batch of batches) {
    const key = `${batch.state === 'current' ? 'current' : 'kept'}-${batch.run ?? batch.session}`;
    const parts = sessions.get(key);
    if (parts) parts.push(batch);
    else sessions.set(key, [batch]);
  }
  return [...sessions].flatMap(([key, parts]) => {
    const [first] = parts;
    return first ? [{ key, first, parts, bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0) }] : [];
  });
}

/** What is held under one installation ID. */
export interface UserDataInstallation {
  readonly installation: string;
  /** Newest first. */
  readonly sessions: readonly SessionOf[];
}

/** Batches by the installation that sent them; the present one, which was fetched last, comes first. */
export function byInstallation(batches: readonly ShownBatch[]): UserDataInstallation[] {
  const groups = new Map<string, ShownBatch[]>();
  for (const batch of batches) {
    const installation = fieldValue(batch, 'envelope.installation');
    groups.set(installation, [...(groups.get(installation) ?? []), batch]);
  }
  return [...groups]
    .map(([installation, own]) => ({ installation, sessions: sessionsOf(own).toReversed() }))
    .toReversed();
}

function fieldValue(batch: ShownBatch, path: string): string {
  return batch.fields.find((field) => field.path === path)?.value ?? '';
}
