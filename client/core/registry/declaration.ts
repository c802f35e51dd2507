import { type CollectingLevel, covers } from '../consent/levels.ts';
import type { LogWord, Said } from '../product/words.ts';
import type { FieldType } from './field-types.ts';

/** What people read of a field: what it is called, and why it is collected, in one sentence. */
export type FieldTexts = Readonly<Record<keyof Said, readonly [label: string, purpose: string]>>;

/** "2028-12-31", UTC, the last day on which it is collected; or `never`. */
export type Expiry = 'never' | `${number}-${number}-${number}`;

/**
 * One field, declared once: from this come the codec and its bounds, the collector's column with its retention, the views,
 * the JSON Schema, the CDDL, docs/data-dictionary.md and the rows of What Is Shared.
 */
export interface FieldSpec<T extends FieldType = FieldType> {
  readonly type: T;
  /** The lowest participation level that covers the field. */
  readonly level: CollectingLevel;
  readonly texts: FieldTexts;
  /** Who answers for it. */
  readonly owner: string;
  /** Where it was decided that it may be collected: a file of this repository, or a link. */
  readonly review: string;
  /** Version of the client that first sent it. */
  readonly since: string;
  /** When it is to be asked again whether it is still needed; past that day it is no longer collected. */
  readonly expires: Expiry;
  /** Days from its receipt that the collector keeps it. */
  readonly retentionDays: number;
  /** Its number in a batch, where that is not its index in the group. */
  readonly number?: number;
  /** Revision of the registry in which it joined; missing means the first. */
  readonly revision?: number;
  /** Value of batches that were written before it joined. */
  readonly before?: string | number;
}

/**
 * How the values of a group stand together.
 *
 * - `whole`: every field once, in the order of the group. A field that can expire may be missing.
 * - `sparse`: some of the fields, each with its number.
 * - `table`: rows that have every field.
 * - `histogram`: rows of enumerated fields, each with a histogram: `bucket` and `count`.
 * - `uses`, `reports`, `lines`: tables with a packing of their own: uses of commands as two columns, error reports with
 *   their frames, log lines whose values depend on their code.
 */
export type Layout = 'whole' | 'sparse' | 'table' | 'histogram' | 'uses' | 'reports' | 'lines';

/** Fields that belong together, in the order in which they stand in a batch. */
export interface Group<F extends Readonly<Record<string, FieldSpec>> = Readonly<Record<string, FieldSpec>>> {
  readonly layout: Layout;
  readonly about: {
    /** Its heading in What Is Shared. */
    readonly title: Said;
    /** What it is about, in docs/data-dictionary.md. */
    readonly lead: string;
  };
  readonly fields: F;
  /** Of a sparse group: the field that each word of a product becomes. */
  readonly word?: Omit<FieldSpec, 'texts'>;
  /** Of a sparse group that is stored as a list: what the columns of its fields' names and of their values are called. */
  readonly pair?: readonly [names: string, values: string];
  /** Most rows of a group that has rows. */
  readonly rows?: number;
  /** Of log lines: what goes with each code. */
  readonly lines?: Readonly<Record<string, LogWord>>;
}

/** What the fields of a group have in common. */
export type Declared = Pick<FieldSpec, 'owner' | 'review' | 'since' | 'expires' | 'retentionDays'>;

/** Declares fields of either level that have this in common; `more` is what one of them has besides, or instead. */
export function declaring(common: Declared) {
  const at =
    <L extends CollectingLevel>(level: L) =>
    <const T extends FieldType>(type: T, texts: FieldTexts, more: Partial<Omit<FieldSpec, 'type' | 'level'>> = {}) => ({
      type,
      level,
      texts,
      ...common,
      ...more,
    });
  return { standard: at('standard'), enhanced: at('enhanced') };
}

/** A group with the types of its fields. */
export function group<const F extends Readonly<Record<string, FieldSpec>>>(
  layout: Layout,
  about: Group['about'],
  fields: F,
  more: Omit<Group, 'layout' | 'about' | 'fields'> = {},
): Group<F> {
  return { layout, about, fields, ...more };
}

/**
 * The words of a list by their numbers: the client's are even and a product's are odd, so that each can grow without the
 * other. A number that nobody has given is an empty text.
 */
export function evenAndOdd(client: readonly string[], own: readonly string[]): readonly string[] {
  const length = Math.max(2 * client.length - 1, 2 * own.length);
  return Array.from({ length }, (_, number) => (number % 2 === 0 ? client[number / 2] : own[(number - 1) / 2]) ?? '');
}

/** Whether every batch has a whole group; any other is an empty list in a batch that says nothing of it. */
export const isInEveryBatch = (group: string) => group === 'envelope' || group === 'context';

/** Whether a field is still collected on a day, "2026-03-09". */
export function isCollected(field: Pick<FieldSpec, 'expires'>, today: string): boolean {
  return field.expires === 'never' || today <= field.expires;
}

/**
 * Which fields of a group are still collected on a day. Of whole and sparse groups those that have not expired; of a group
 * of rows all or none, because its fields belong together.
 */
export function collectedFields({ layout, fields }: Group, today: string): readonly string[] {
  const names = Object.keys(fields);
  const collected = names.filter((name) => isCollected(fields[name] ?? { expires: 'never' }, today));
  const areRows = layout !== 'whole' && layout !== 'sparse';
  return areRows && collected.length < names.length ? [] : collected;
}

/**
 * What of a group's values is still collected on a day; see {@link collectedFields}.
 * @param nothing what stands for a group of rows that is no longer collected.
 */
export function stillCollected<V extends object>(group: Group, values: V, today: string, nothing: V): V {
  return only(group, collectedFields(group, today), values, nothing);
}

/**
 * What of a group's values a level covers.
 * @param nothing what stands for a group that cannot be without a field which the level does not cover.
 */
export function coveredValues<V extends object>(group: Group, values: V, level: CollectingLevel, nothing: V): V {
  const entries = Object.entries(group.fields);
  const above = entries.filter(([, field]) => !covers(level, field.level));
  if (group.layout === 'whole' && above.some(([, { expires }]) => expires === 'never')) return nothing;
  const covered = entries.filter((entry) => !above.some(([name]) => name === entry[0])).map(([name]) => name);
  return only(group, covered, values, nothing);
}

/** These fields of a group's values; of rows all or nothing. */
function only<V extends object>({ layout, fields }: Group, names: readonly string[], values: V, nothing: V): V {
  if (names.length === Object.keys(fields).length) return values;
  if (layout !== 'whole' && layout !== 'sparse') return nothing;
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) as V;
}

/** The fields of a registry that are no longer collected on a day, as "group.field". */
export function expiredFields(registry: Readonly<Record<string, Group>>, today: string): string[] {
  return Object.entries(registry).flatMap(([group, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]) => (isCollected(field, today) ? [] : [`${group}.${name}`])),
  );
}
