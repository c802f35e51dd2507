import type { CommandId, CommandSource } from '../../app/commands/catalogue.ts';
import type { CollectingLevel } from '../../app/consent/levels.ts';
import type { SharedBatch } from '../../app/ipc/program.ts';
import type { FieldType } from '../../app/telemetry/field-types.ts';
import { type FieldSpec, registry } from '../../app/telemetry/registry.ts';

export type GroupName = keyof typeof registry;

/** Groups in the order in which people ask about them. */
export const groupNames = ['usage', 'context', 'envelope', 'dropped'] as const satisfies readonly GroupName[];

/** One field of the event registry, with what the registry says about it; why it is collected stands among the texts. */
export interface FieldInfo {
  /** Path in a batch, such as "context.os". */
  readonly path: string;
  readonly type: FieldType;
  readonly level: CollectingLevel;
  readonly retentionDays: number;
}

export interface FieldGroup {
  readonly group: GroupName;
  readonly fields: readonly FieldInfo[];
}

/** A field of a batch; `info` is `undefined` for a path that the registry does not know. */
export interface SharedRow {
  readonly path: string;
  readonly value: string;
  readonly info: FieldInfo | undefined;
}

export interface SharedSection {
  readonly group: GroupName | 'other';
  readonly rows: readonly SharedRow[];
}

export interface UsageCount {
  readonly command: CommandId;
  readonly count: number;
  /** How often it was reached which way, most often first. */
  readonly sources: readonly { readonly source: CommandSource; readonly count: number }[];
}

/** Every field that may ever be sent, by group. */
export function allFields(): FieldGroup[] {
  return groupNames.map((group) => ({
    group,
    fields: Object.entries<FieldSpec>(registry[group]).map(([name, spec]) => ({
      path: `${group}.${name}`,
      type: spec.type,
      level: spec.level,
      retentionDays: spec.retentionDays,
    })),
  }));
}

const infoByPath: ReadonlyMap<string, FieldInfo> = new Map(
  allFields().flatMap(({ fields }) => fields.map((field) => [field.path, field] as const)),
);

/** What the registry says about a path, or `undefined`. */
export function fieldInfo(path: string): FieldInfo | undefined {
  return infoByPath.get(path);
}

/**
 * The fields of a batch, by group and in the order of the registry. What the registry does not know comes last
 * rather than being left out: the window shows what is sent, not what should be.
 */
export function sharedSections(batch: Pick<SharedBatch, 'fields' | 'usage'>): SharedSection[] {
  const order = [...infoByPath.keys()];
  const rows = [...batch.fields, ...usageFields(batch.usage)].map((field) => ({
    ...field,
    info: fieldInfo(field.path),
  }));
  const known = groupNames.map((group) => ({
    group,
    rows: rows
      .filter((row) => row.info && row.path.startsWith(`${group}.`))
      .sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path)),
  }));
  const other = { group: 'other' as const, rows: rows.filter((row) => !row.info) };
  return [...known, other].filter((section) => section.rows.length > 0);
}

/** The columns of the uses as fields: which commands, which ways, and over how many seconds. */
function usageFields(usage: SharedBatch['usage']): SharedBatch['fields'] {
  const [first, last] = [usage.at(0), usage.at(-1)];
  if (!first || !last) return [];
  return [
    { path: 'usage.command', value: [...new Set(usage.map((event) => event.command))].join(', ') },
    { path: 'usage.source', value: [...new Set(usage.map((event) => event.source))].join(', ') },
    { path: 'usage.time', value: first.time === last.time ? `${first.time}` : `${first.time}–${last.time}` },
  ];
}

/** Uses of each command, the most used first; commands used equally often stay in the order of first use. */
export function usageCounts(usage: SharedBatch['usage']): UsageCount[] {
  const byCommand = new Map<CommandId, Map<CommandSource, number>>();
  for (const { command, source } of usage) {
    const sources = byCommand.get(command) ?? new Map<CommandSource, number>();
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

/** This session first, then what waits, in the order in which it will be sent. */
export function inOrder(batches: readonly SharedBatch[]): SharedBatch[] {
  return [
    ...batches.filter((batch) => batch.state === 'current'),
    ...batches.filter((batch) => batch.state === 'waiting'),
  ];
}

/** Which part of its session a batch is, from 1; `undefined` when the session is in one piece. */
export function partOf(batch: SharedBatch, batches: readonly SharedBatch[]): number | undefined {
  const parts = batches.filter(({ session, state }) => session === batch.session && state === batch.state);
  return parts.length > 1 ? parts.indexOf(batch) + 1 : undefined;
}
