import { logCodes, logSpec } from '../../../../../client/core/logs/log-codes.ts';
import type { FieldType } from '../../../../../client/core/registry/field-types.ts';
import {
  type FieldSpec,
  type Group,
  REGISTRY_REVISION,
  registry,
} from '../../../../../client/core/registry/registry.ts';

/** What readers of batches know of a type: its kind, and its words in order or its bound. */
interface Known {
  readonly kind: string;
  readonly words?: readonly string[];
  readonly bound?: number;
}

interface KnownField extends Known {
  readonly name: string;
  /** Whether batches of earlier versions may end before it. */
  readonly mayBeMissing?: true;
}

/** Everything that stands in a batch by its place, as one version of the product has it. */
export interface Vocabulary {
  /** Revision of the registry. */
  readonly revision: number;
  readonly groups: Readonly<Record<string, readonly KnownField[]>>;
  readonly logs: Readonly<Record<string, readonly KnownField[]>>;
}

export function vocabularyNow(): Vocabulary {
  return {
    revision: REGISTRY_REVISION,
    groups: mapped(registry as Readonly<Record<string, Group>>, (group) =>
      Object.entries<FieldSpec>(group).map(([name, { type, before }]) => ({
        name,
        ...known(type),
        ...(before !== undefined && ({ mayBeMissing: true } as const)),
      })),
    ),
    logs: Object.fromEntries(
      logCodes.map((code) => [
        code,
        Object.entries(logSpec(code).parameters).map(([name, type]) => ({ name, ...known(type) })),
      ]),
    ),
  };
}

function known(type: FieldType): Known {
  if (type.kind === 'enum') return { kind: type.kind, words: type.values };
  if (type.kind === 'uint') return { kind: type.kind, bound: type.max };
  if (type.kind === 'version') return { kind: type.kind, bound: type.maxParts };
  return { kind: type.kind };
}

/** Groups that may get fields: one that a batch can leave out, or one whose new fields say what was before them. */
const growing = ['dropped', 'counts', 'throughput', 'organisation', 'configuration'];
const growingWithBefore = ['envelope', 'context'];

/** What a reader of the newer vocabulary would misread in batches of the earlier one, in words; nothing when all is well. */
export function brokenPromises(earlier: Vocabulary, now: Vocabulary): string[] {
  const names = (record: Readonly<Record<string, unknown>>) => Object.keys(record);
  const hasGrown = JSON.stringify([earlier.groups, earlier.logs]) !== JSON.stringify([now.groups, now.logs]);
  return [
    ...(hasGrown && now.revision <= earlier.revision
      ? ['the registry has grown and its revision has not: a collector of before would refuse what is new']
      : []),
    ...(names(earlier.groups).join() === names(now.groups).join()
      ? []
      : ['the groups are others: that is another format']),
    ...names(earlier.groups).flatMap((group) =>
      brokenGroup(group, earlier.groups[group] ?? [], now.groups[group] ?? []),
    ),
    ...names(earlier.logs).flatMap((code) => {
      const [before, after] = [earlier.logs[code] ?? [], now.logs[code] ?? []];
      const path = `log code ${code}`;
      return before.length === after.length
        ? brokenFields(path, before, after)
        : [`${path}: its parameters have changed; what has to say something else gets a new code`];
    }),
  ];
}

function brokenGroup(group: string, earlier: readonly KnownField[], now: readonly KnownField[]): string[] {
  const added = now.slice(earlier.length);
  const mayGrow =
    growing.includes(group) || (growingWithBefore.includes(group) && added.every((field) => field.mayBeMissing));
  return [
    ...(added.length === 0 || mayGrow ? [] : [`${group}: new fields need \`before\`, or another layout of the group`]),
    ...brokenFields(group, earlier, now),
  ];
}

/** The first place that means something else; what follows it is moved as well. */
function brokenFields(path: string, earlier: readonly KnownField[], now: readonly KnownField[]): string[] {
  const broken = earlier.flatMap((field, place) => {
    const same = now[place];
    if (same?.name !== field.name || same.kind !== field.kind) return [`${path}: place ${place} was ${field.name}`];
    const moved = field.words?.findIndex((word, at) => same.words?.[at] !== word) ?? -1;
    if (moved !== -1) return [`${path}.${field.name}: place ${moved} was ${field.words?.[moved]}`];
    return (same.bound ?? 0) < (field.bound ?? 0) ? [`${path}.${field.name}: its bound was ${field.bound}`] : [];
  });
  return broken.slice(0, 1);
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
