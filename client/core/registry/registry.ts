import { noWords, type ProductWords } from '../product/words.ts';
import type { FieldSpec, Group } from './declaration.ts';
import type { ValueOf } from './field-types.ts';
import { configurationOf, countsOf, errorsOf, logsOf, operationsOf, throughput, usageOf } from './report-groups.ts';
import { contextOf, type DropReason, dropped, envelope, organisation } from './session-groups.ts';
import type { CommandSource } from './sources.ts';

/**
 * Grows by one with each release that adds a field, a group, or a word to a list of the client's. A batch says of which
 * revision it is: a reader that knows less puts it off until it is upgraded, and one that knows more reads it by the fields
 * that there were.
 */
export const REGISTRY_REVISION = 1;

/** A product as its registry needs it. */
export interface ProductVocabulary {
  readonly id: string;
  readonly words: ProductWords;
}

const made = new WeakMap<ProductVocabulary, Registry>();

/**
 * The event registry of a product: every field that may ever leave the computer, by the groups under which people see
 * them, in the order in which they stand in a batch. The client's writer, the collector's validator and tables, the "What
 * Is Shared" window, the JSON Schema and docs/data-dictionary.md are all made from it.
 *
 * A batch names groups, fields and values by their numbers, so what is new goes to the end and nothing is taken out. A field
 * that joins later says in which revision of the registry it did, and one of the envelope or the context also how batches
 * without it are read.
 */
export function registryOf(product: ProductVocabulary): Registry {
  const known = made.get(product);
  if (known) return known;
  const registry = makeRegistry(product);
  made.set(product, registry);
  return registry;
}

/** The revision of a registry: {@link REGISTRY_REVISION}, unless it has a field that joined later. */
export function revisionOf(registry: Readonly<Record<string, Group>>): number {
  const fields = Object.values(registry).flatMap(({ fields, word }) => [
    ...Object.values(fields),
    ...(word ? [word] : []),
  ]);
  return Math.max(REGISTRY_REVISION, ...fields.map(({ revision = 1 }) => revision));
}

/** What the registries of all products have in common: groups, fields and layouts, and none of a product's words. */
export const commonRegistry: Registry = registryOf({ id: 'none', words: noWords });

function makeRegistry({ id, words }: ProductVocabulary) {
  return {
    envelope,
    context: contextOf(id),
    usage: usageOf(words),
    dropped,
    operations: operationsOf(words),
    counts: countsOf(words),
    throughput,
    errors: errorsOf(words),
    logs: logsOf(words),
    organisation,
    configuration: configurationOf(words),
  } as const;
}

export type Registry = ReturnType<typeof makeRegistry>;
export type GroupName = keyof Registry;

type ValuesOf<F extends Readonly<Record<string, FieldSpec>>> = { readonly [K in keyof F]: ValueOf<F[K]['type']> };
type FieldsOf<G extends GroupName> = Registry[G]['fields'];

export type Envelope = ValuesOf<FieldsOf<'envelope'>>;
type EveryContext = ValuesOf<FieldsOf<'context'>>;
/** Fields that can expire may be missing. */
export type Context = Pick<EveryContext, 'product' | 'version' | 'packaged'> & Partial<EveryContext>;
/** One use of a command. */
export interface UsageEvent {
  /** A word of the product's. */
  readonly command: string;
  readonly source: CommandSource;
  /** Whole seconds since the session began. */
  readonly time: number;
}
export type Dropped = Partial<Readonly<Record<DropReason, number>>>;
export type Counts = Readonly<Record<string, number>>;
export type Throughput = Partial<Readonly<Record<keyof FieldsOf<'throughput'>, number>>>;
export type Organisation = Partial<ValuesOf<FieldsOf<'organisation'>>>;
/** Settings that differ from the default, by closed values of the product's. */
export type Configuration = Readonly<Record<string, string>>;
