import type { Sha256 } from '../batch/batch-id.ts';
import { MAX_COUNT } from '../batch/limits.ts';
import { between, exactly, isRecord, listOf, matching, type Shape, within } from '../batch/shapes.ts';
import { seenLine } from '../texts/seen-line.ts';
import {
  type DescribedWord,
  type LogParameter,
  type LogWord,
  logLevels,
  type ProductWords,
  type Said,
  type SettingWord,
} from './words.ts';

/** A word of a list; its number is its index. */
type Listed<T> = { readonly id: string } & T;

/** What a product tells collectors of itself: its words by their numbers, with their titles for people. JSON. */
export interface Manifest {
  /** Version of this layout. */
  readonly manifest: 1;
  /** Id of the product. */
  readonly product: string;
  readonly name: string;
  readonly revision: number;
  readonly commands: readonly Listed<{ readonly title: Said }>[];
  readonly operations: readonly Listed<DescribedWord>[];
  readonly counts: readonly Listed<DescribedWord>[];
  readonly settings: readonly Listed<SettingWord>[];
  readonly logs: readonly Listed<
    Pick<LogWord, 'level' | 'title'> & { readonly parameters: readonly Listed<LogParameter>[] }
  >[];
  readonly errorClasses: readonly string[];
  readonly errorCodes: readonly string[];
  readonly files: readonly string[];
}

/** Names the words of a product by which a batch is to be read. */
export interface ManifestId {
  /** Grows with the words. */
  readonly revision: number;
  /** The first {@link HASH_BYTES} bytes of the SHA-256 of product and words, in lower-case hexadecimal. */
  readonly hash: string;
}

/** Enough to tell apart what honest products make; a batch holds as many bytes. */
export const HASH_BYTES = 6;

/** Words of one list, and values or parameters of one word, that a manifest may have. */
const MAX_WORDS = 1000;
const MAX_VALUES = 64;

/** Operations that it may have: each takes 4 kB of the longest batch, which has room for them beside all other words. */
export const MAX_OPERATIONS = 180;

const isProduct = matching(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/);
/** No quote, no space, nothing else that would have to be escaped in SQL or TabSeparated text. */
const isWord = matching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/);
const isName = matching(seenLine(80));
const isSentence = matching(seenLine(300));
const isRevision = between(1, 65_535);

/** One at least: a list of none could never be told. */
const isValues: Shape<string[]> = (value): value is string[] => listOf(isWord, MAX_VALUES)(value) && value.length > 0;

const isSaid = exactly<Said>({ en: isSentence, it: isSentence });
const isDescribed = exactly<Listed<DescribedWord>>({ id: isWord, title: isSaid, purpose: isSaid });
const isParameter: Shape<Listed<LogParameter>> = (value): value is Listed<LogParameter> =>
  isEnumParameter(value) || isNumberParameter(value);
const isEnumParameter = exactly<Listed<Extract<LogParameter, { kind: 'enum' }>>>({
  id: isWord,
  kind: within(['enum']),
  values: isValues,
});
const isNumberParameter = exactly<Listed<Extract<LogParameter, { kind: 'uint' }>>>({
  id: isWord,
  kind: within(['uint']),
  max: between(1, MAX_COUNT),
  unit: isWord,
});

/** What each part of a manifest has to be, in the order in which they are said. */
const shapes: { readonly [K in keyof Manifest]: Shape<Manifest[K]> } = {
  manifest: within([1]),
  product: isProduct,
  name: isName,
  revision: isRevision,
  commands: listOf(exactly<Manifest['commands'][number]>({ id: isWord, title: isSaid }), MAX_WORDS),
  operations: listOf(isDescribed, MAX_WORDS),
  counts: listOf(isDescribed, MAX_WORDS),
  settings: listOf(exactly<Manifest['settings'][number]>({ id: isWord, title: isSaid, values: isValues }), MAX_WORDS),
  logs: listOf(
    exactly<Manifest['logs'][number]>({
      id: isWord,
      level: within(logLevels),
      title: isSaid,
      parameters: listOf(isParameter, MAX_VALUES),
    }),
    MAX_WORDS,
  ),
  errorClasses: listOf(isWord, MAX_WORDS),
  errorCodes: listOf(isWord, MAX_WORDS),
  files: listOf(isWord, MAX_WORDS),
};
const isManifest = exactly<Manifest>(shapes);

/** The manifest of a product. */
export function manifestOf(product: {
  readonly id: string;
  readonly name: string;
  readonly words: ProductWords;
}): Manifest {
  const { words } = product;
  const listed = <T extends object>(record: Readonly<Record<string, T>>): Listed<T>[] =>
    Object.entries(record).map(([id, word]) => ({ id, ...word }));
  return {
    manifest: 1,
    product: product.id,
    name: product.name,
    revision: words.revision,
    commands: Object.entries(words.commands).map(([id, title]) => ({ id, title })),
    operations: listed(words.operations),
    counts: listed(words.counts),
    settings: listed(words.settings),
    logs: listed(words.logs).map((log) => ({ ...log, parameters: listed(log.parameters) })),
    errorClasses: words.errorClasses,
    errorCodes: words.errorCodes,
    files: words.files,
  };
}

/** The words of a manifest as the client has them. */
export function wordsOf(manifest: Manifest): ProductWords {
  const byId = <T extends { readonly id: string }>(list: readonly T[]): Readonly<Record<string, Omit<T, 'id'>>> =>
    Object.fromEntries(list.map(({ id, ...word }) => [id, word]));
  const { revision, errorClasses, errorCodes, files } = manifest;
  return {
    revision,
    commands: Object.fromEntries(manifest.commands.map(({ id, title }) => [id, title])),
    operations: byId(manifest.operations),
    counts: byId(manifest.counts),
    settings: byId(manifest.settings),
    logs: Object.fromEntries(
      manifest.logs.map(({ id, level, title, parameters }) => [
        id,
        { level, title, parameters: byId(parameters) as LogWord['parameters'] },
      ]),
    ),
    errorClasses,
    errorCodes,
    files,
  };
}

/** What is wrong with a manifest, in words, whatever it is; `undefined` when nothing is. */
export function manifestProblem(value: unknown): string | undefined {
  if (!isRecord(value) || value['manifest'] !== 1) return 'it is no manifest of layout 1';
  const wrong = (Object.keys(shapes) as (keyof Manifest)[]).find((part) => !shapes[part](value[part]));
  if (wrong) return `${wrong} is not as a manifest has it`;
  if (!isManifest(value)) return 'it has a field that no manifest has';
  if (value.operations.length > MAX_OPERATIONS)
    return `operations: a batch has no room for more than ${MAX_OPERATIONS}`;
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  return (
    clash('commands', ids(value.commands)) ??
    clash('operations', ids(value.operations)) ??
    clash('counts', ids(value.counts)) ??
    clash('settings', ids(value.settings)) ??
    firstOf(value.settings, ({ id, values }) => clash(`settings ${id}`, values)) ??
    clash('logs', ids(value.logs)) ??
    firstOf(
      value.logs,
      ({ id, parameters }) =>
        clash(`logs ${id}`, ids(parameters)) ??
        firstOf(parameters, (type) => (type.kind === 'enum' ? clash(`logs ${id} ${type.id}`, type.values) : undefined)),
    ) ??
    clash('errorClasses', value.errorClasses) ??
    clash('errorCodes', value.errorCodes) ??
    clash('files', value.files)
  );
}

function firstOf<T>(list: readonly T[], problemOf: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const problem = problemOf(item);
    if (problem) return problem;
  }
  return undefined;
}

function clash(list: string, words: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const word of words) {
    // A number as a name would lose its position among the names of an object.
    if (/^\d+$/.test(word)) return `${list}: ${word} is a number`;
    // Looked up in an object that does not have the word, such a name is found all the same.
    if (word in Object.prototype) return `${list}: ${word} is what every object has`;
    if (seen.has(word)) return `${list}: ${word} stands twice`;
    seen.add(word);
  }
  return undefined;
}

/** A manifest from the JSON text of a file. @throws Error that says what is wrong with it. */
export function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error('it is no JSON');
  }
  const problem = manifestProblem(value);
  if (problem) throw new Error(problem);
  return value as Manifest;
}

/** The id of a manifest's words. Titles are no part of it: they may be put better without another revision. */
export function manifestId(manifest: Manifest, sha256: Sha256): ManifestId {
  const { product, revision } = manifest;
  const hash = sha256(JSON.stringify(['candor/manifest/1', product, revision, listsOf(manifest)]));
  return {
    revision,
    hash: Array.from(hash.subarray(0, HASH_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

/** "3-9f86d081884c": revision and hash, as files and messages name a manifest. */
export function manifestName({ revision, hash }: ManifestId): string {
  return `${revision}-${hash}`;
}

/**
 * What a later manifest of a product takes back of an earlier one, in words: the first number that means something else.
 * `undefined` when it only adds.
 */
export function brokenPromise(earlier: Manifest, later: Manifest): string | undefined {
  if (earlier.product !== later.product) return `it is of ${later.product}, not of ${earlier.product}`;
  const [before, now] = [listsOf(earlier), listsOf(later)];
  for (const [list, words] of Object.entries(before)) {
    const kept = now[list] ?? [];
    const moved = words.findIndex((word, number) => kept[number] !== word);
    if (moved !== -1) return `${list}: number ${moved} was ${words[moved]} and is ${kept[moved] ?? 'nothing'}`;
  }
  const hasGrown = JSON.stringify(before) !== JSON.stringify(now);
  const least = earlier.revision + (hasGrown ? 1 : 0);
  if (later.revision >= least) return undefined;
  return hasGrown ? `words have joined, so its revision must be at least ${least}` : `its revision is below ${least}`;
}

/** Every list of words whose numbers stand in batches, each word as what must not change of it. */
function listsOf(manifest: Manifest): Readonly<Record<string, readonly string[]>> {
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
  // No word has a space: a list of words is never taken for the bounds of a number.
  const bounds = (type: LogParameter) => (type.kind === 'enum' ? type.values : [`0..${type.max} ${type.unit}`]);
  return {
    commands: ids(manifest.commands),
    operations: ids(manifest.operations),
    counts: ids(manifest.counts),
    settings: ids(manifest.settings),
    ...Object.fromEntries(manifest.settings.map(({ id, values }) => [`settings ${id}`, values])),
    logs: manifest.logs.map(({ id, parameters }) => `${id}(${ids(parameters)})`),
    ...Object.fromEntries(
      manifest.logs.flatMap(({ id, parameters }) =>
        parameters.map((parameter) => [`logs ${id} ${parameter.id}`, bounds(parameter)]),
      ),
    ),
    errorClasses: manifest.errorClasses,
    errorCodes: manifest.errorCodes,
    files: manifest.files,
  };
}
