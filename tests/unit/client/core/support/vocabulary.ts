import { clientLogs } from '../../../../../client/core/product/client-words.ts';
import type { LogParameter, LogWord } from '../../../../../client/core/product/words.ts';
import type { Group, Layout } from '../../../../../client/core/registry/declaration.ts';
import type { FieldType } from '../../../../../client/core/registry/field-types.ts';
import { commonRegistry, REGISTRY_REVISION } from '../../../../../client/core/registry/registry.ts';

/** What readers of batches know of a type: its kind, and its words by their numbers or its bound. */
interface Known {
  readonly kind: string;
  readonly words?: readonly string[];
  readonly bound?: number;
}

interface KnownField extends Known {
  readonly name: string;
  /** Its number, where that is not its index. */
  readonly number?: number;
  /** Revision of the registry in which it joined, where that is not the first. */
  readonly revision?: number;
  /** Whether batches of earlier revisions may lack it. */
  readonly mayBeMissing?: true;
  /** Whether it can expire: then a whole group has something else in its place. */
  readonly canExpire?: true;
}

interface KnownGroup {
  readonly layout: Layout;
  readonly rows?: number;
  readonly fields: readonly KnownField[];
}

/**
 * Everything that stands in every product's batches by its index or its number, as one version of the client has it. The
 * words of a product are in its manifest.
 */
export interface Vocabulary {
  /** Revision of the registry. */
  readonly revision: number;
  readonly groups: Readonly<Record<string, KnownGroup>>;
  readonly logs: Readonly<Record<string, readonly KnownField[]>>;
}

/** The words that are a product's own even in a registry of none. */
const ofProducts = ['context.product', 'usage.command'];

export function vocabularyNow(): Vocabulary {
  const groups: Readonly<Record<string, Group>> = commonRegistry;
  const logs: Readonly<Record<string, LogWord>> = clientLogs;
  return {
    revision: REGISTRY_REVISION,
    groups: mapped(groups, ({ layout, rows, fields }, group) => ({
      layout,
      ...(rows !== undefined && { rows }),
      fields: Object.entries(fields).map(([name, { type, number, revision, before, expires }], index) => ({
        name,
        ...(ofProducts.includes(`${group}.${name}`) ? { kind: type.kind } : known(type)),
        ...(number !== undefined && number !== index && { number }),
        ...(revision !== undefined && revision > 1 && { revision }),
        ...(before !== undefined && ({ mayBeMissing: true } as const)),
        ...(expires !== 'never' && ({ canExpire: true } as const)),
      })),
    })),
    logs: mapped(logs, ({ parameters }) =>
      Object.entries<LogParameter>(parameters).map(([name, type]) => ({ name, ...known(type) })),
    ),
  };
}

function known(type: FieldType): Known {
  if (type.kind === 'enum') return { kind: type.kind, words: type.values };
  if (type.kind === 'uint') return { kind: type.kind, bound: type.max };
  if (type.kind === 'version') return { kind: type.kind, bound: type.maxParts };
  return { kind: type.kind };
}

/** What a reader of the newer vocabulary would misread in batches of the earlier one, in words; nothing when all is well. */
export function brokenPromises(earlier: Vocabulary, now: Vocabulary): string[] {
  const names = (record: Readonly<Record<string, unknown>>) => Object.keys(record);
  const hasGrown = JSON.stringify([earlier.groups, earlier.logs]) !== JSON.stringify([now.groups, now.logs]);
  const kept = names(now.groups).slice(0, names(earlier.groups).length);
  return [
    ...(hasGrown && now.revision <= earlier.revision
      ? ['the registry has grown and its revision has not: a collector of before would refuse what is new']
      : []),
    ...(names(earlier.groups).join() === kept.join() ? [] : ['the groups are others: that is another format']),
    ...names(now.groups)
      .slice(kept.length)
      .flatMap((group) => joined(group, now.groups[group]?.fields ?? [], earlier.revision)),
    ...names(earlier.groups).flatMap((group) => {
      const [before, after] = [earlier.groups[group], now.groups[group]];
      return before && after ? brokenGroup(group, before, after, earlier.revision) : [];
    }),
    ...names(earlier.logs).flatMap((code) => {
      const [before, after] = [earlier.logs[code] ?? [], now.logs[code] ?? []];
      const path = `log code ${code}`;
      return before.length === after.length
        ? brokenFields(path, before, after)
        : [`${path}: its parameters have changed; what has to say something else gets a new code`];
    }),
  ];
}

function brokenGroup(group: string, earlier: KnownGroup, now: KnownGroup, revision: number): string[] {
  if (earlier.layout !== now.layout) return [`${group}: its layout was ${earlier.layout}`];
  if ((now.rows ?? 0) < (earlier.rows ?? 0)) return [`${group}: it had ${earlier.rows} rows`];
  const added = now.fields.filter(({ name }) => !earlier.fields.some((field) => field.name === name));
  return [
    ...joined(group, added, revision),
    ...grown(group, now.layout, added),
    ...brokenFields(group, earlier.fields, now.fields),
  ];
}

/** What has joined says in which revision: batches of before do not have it. */
function joined(group: string, added: readonly KnownField[], revision: number): string[] {
  const silent = added.filter((field) => (field.revision ?? 1) <= revision);
  return silent.length === 0 ? [] : [`${group}: ${silent[0]?.name} has joined and names no later revision`];
}

/** Whether a layout can have more fields: a sparse one any, one of rows or of every field such as say what was before. */
function grown(group: string, layout: Layout, added: readonly KnownField[]): string[] {
  if (added.length === 0 || layout === 'sparse') return [];
  const says = (field: KnownField) => field.mayBeMissing || (layout === 'whole' && field.canExpire);
  if (['whole', 'table', 'reports'].includes(layout) && added.every(says)) return [];
  return [`${group}: new fields need \`before\`, or another layout of the group`];
}

/** The first index that means something else; what follows it is moved as well. */
function brokenFields(path: string, earlier: readonly KnownField[], now: readonly KnownField[]): string[] {
  const broken = earlier.flatMap((field, index) => {
    const same = now[index];
    if (same?.name !== field.name || same.kind !== field.kind) return [`${path}: index ${index} was ${field.name}`];
    if (same.number !== field.number) return [`${path}.${field.name}: its number was ${field.number ?? index}`];
    if (same.revision !== field.revision)
      return [`${path}.${field.name}: it joined in revision ${field.revision ?? 1}`];
    if (field.canExpire && !same.canExpire) return [`${path}.${field.name}: batches without it would be refused`];
    const moved = field.words?.findIndex((word, at) => word !== '' && same.words?.[at] !== word) ?? -1;
    if (moved !== -1) return [`${path}.${field.name}: number ${moved} was ${field.words?.[moved]}`];
    return (same.bound ?? 0) < (field.bound ?? 0) ? [`${path}.${field.name}: its bound was ${field.bound}`] : [];
  });
  return broken.slice(0, 1);
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T, name: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
