/**
 * Writes what the event registry says for people and for machines: docs/data-dictionary.md, docs/batch.cddl,
 * docs/batch.schema.json, and the Finder's manifest, which every collector carries along.
 *
 * `node scripts/generate/data-dictionary.ts` writes them; with `--check` it only tells whether they are up to date.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  BatchFormat,
  batchCddl,
  batchJsonSchema,
  clientOperations,
  type DescribedWord,
  type FieldType,
  type Group,
  type Manifest,
  manifestId,
  manifestName,
  manifestOf,
  NOTICE_VERSION,
  readManifest,
  registryOf,
  wordsOfType,
} from 'candor-client/core';
import { finder } from '../../app/finder/product.ts';
import { projectRoot } from '../lib/paths.ts';

/** Longer vocabularies stand in a list of their own below the tables. */
const LISTED_VALUES = 8;
const LINE_WIDTH = 120;

const manifest = manifestOf(finder);
const idOf = (of: Manifest) => manifestId(of, (text) => createHash('sha256').update(text).digest());

/** Of the Finder's words as they are now, and of those that were released: a collector reads the batches of all of them. */
const manifests = [manifest, ...releasedManifests()];
const carriedFile = (of: Manifest) => `collector/products/carried/${finder.id}/${manifestName(idOf(of))}.json`;

function releasedManifests(): Manifest[] {
  const folder = path.join(projectRoot, 'tests/fixtures/manifests');
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${finder.id}-`))
    .map((name) => readManifest(readFileSync(path.join(folder, name), 'utf8')));
}

/** Vocabularies whose entries have reasons of their own: a table in the section of the group, by field. */
const explained: Readonly<Record<string, readonly [title: string, rows: (group: Group) => string[]]>> = {
  'operations.operation': ['What is timed', timedOperations],
  'logs.code': ['What is noted', loggedLines],
};

type Registry = Readonly<Record<string, Group>>;

/** docs/data-dictionary.md: every field that may ever leave the computer. */
export function dataDictionary(registry: Registry): string {
  return [
    '# Data dictionary',
    '',
    'Every field that may ever leave the computer, with the reason for it. There are no others: the app can only write',
    'these, and the collector refuses a batch that holds anything else. No field takes free text.',
    '',
    'This file is made from `client/core/registry/registry.ts` and `app/finder/words.ts` by `npm run generate`. The same',
    `registry drives the app's _What Is Shared_ window. A field past its last day is no longer collected. It goes with version ${NOTICE_VERSION} of the [privacy notice](privacy.md).`,
    '',
    ...Object.entries(registry).flatMap(([name, group]) => groupSection(name, group)),
    '## Vocabularies',
    '',
    'The closed lists that are too long for the tables. A value that is not in its list is never sent. On the wire, a value',
    'is a number; a list only ever grows at its end.',
    '',
    ...Object.entries(registry).flatMap(([name, group]) => vocabularies(name, group)),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function groupSection(name: string, group: Group): string[] {
  const { about, fields } = group;
  const rows = Object.entries(fields).map(
    ([field, { type, level, texts, retentionDays, since, owner, review, expires }]) => [
      `\`${name}.${field}\``,
      describeType(type, `${name}.${field}`),
      level,
      texts.en[1],
      `${retentionDays} days`,
      `${since} to ${expires === 'never' ? 'no end' : expires}`,
      `${owner}, [review](${reviewLink(review)})`,
    ],
  );
  return [
    `## ${about.title.en} (\`${name}\`)`,
    '',
    ...wrap(about.lead.split(' ')),
    '',
    ...table(['field', 'value', 'level', 'why', 'kept for', 'collected from', 'owner'], rows),
    '',
    ...Object.keys(fields).flatMap((field) => {
      const [heading, lines] = explained[`${name}.${field}`] ?? [];
      return heading && lines ? [`### ${heading}`, '', ...lines(group), ''] : [];
    }),
  ];
}

/** Where a reader of docs/data-dictionary.md finds a review. */
function reviewLink(review: string): string {
  return review.startsWith('docs/') ? review.slice('docs/'.length) : review;
}

/** The words of a field's list with their numbers. */
function numberedWords({ fields }: Group, field: string): (readonly [number: string, word: string])[] {
  const type = fields[field]?.type;
  const values = type?.kind === 'enum' ? type.values : [];
  return values.flatMap((word, number) => (word === '' ? [] : [[`${number}`, word] as const]));
}

function timedOperations(group: Group): string[] {
  const known: Readonly<Record<string, DescribedWord>> = { ...clientOperations, ...finder.words.operations };
  const rows = numberedWords(group, 'operation').map(([number, word]) => [
    number,
    code(word),
    known[word]?.purpose.en ?? '',
  ]);
  return table(['number', 'operation', 'why'], rows);
}

function loggedLines(group: Group): string[] {
  const { lines = {} } = group;
  const rows = numberedWords(group, 'code').flatMap(([number, word]) => {
    const line = lines[word];
    if (!line) return [];
    const { level, title, parameters } = line;
    const values = Object.entries(parameters).map(([name, type]) => `${name}: ${describeType(type, '')}`);
    return [[number, code(word), level, title.en, values.join('; ') || 'none']];
  });
  return table(['number', 'code', 'severity', 'what it says', 'details'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function describeType(type: FieldType, path: string): string {
  switch (type.kind) {
    case 'enum':
      return wordsOfType(type).length <= LISTED_VALUES
        ? `one of ${wordsOfType(type).map(code).join(', ')}`
        : `one of [${wordsOfType(type).length} values](#${anchor(explained[path]?.[0] ?? path)})`;
    case 'uint':
      return `whole number, 0 to ${type.max}${unit(type.unit)}`;
    case 'version':
      return type.maxParts === 1 ? 'number' : `version, up to ${type.maxParts} numbers`;
    case 'date':
      return 'day in UTC, `YYYY-MM-DD`';
    case 'uuid':
      return 'UUID';
    case 'sha256':
      return 'SHA-256, in hexadecimal';
    case 'hostname':
      return 'host name, in lower case';
    case 'reference':
      return '1 to 64 letters, digits and dashes';
  }
}

/** Where a heading is found, as GitHub makes it. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll('.', '').replaceAll(' ', '-');
}

/** The registry's words for a bare number. */
const bare: readonly string[] = ['count', 'version', 'value', 'bucket', 'line', 'column'];

function unit(name: string): string {
  return bare.includes(name) ? '' : ` ${name}`;
}

function vocabularies(name: string, { fields }: Group): string[] {
  return Object.entries(fields).flatMap(([field, { type }]) =>
    wordsOfType(type).length > LISTED_VALUES && !explained[`${name}.${field}`]
      ? [`### ${name}.${field}`, '', ...wrap(wordsOfType(type).map(code)), '']
      : [],
  );
}

function code(value: string): string {
  return `\`${value}\``;
}

function wrap(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= LINE_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The text as the project's formatter lays it out, so that a generated file is not a badly formatted one; it knows no CDDL. */
function formatted(file: string, text: string): string {
  if (file.endsWith('.cddl')) return text;
  const args = [path.join(projectRoot, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--stdin-file-path', file];
  return execFileSync(process.execPath, args, { cwd: projectRoot, input: text, encoding: 'utf8' });
}

const generated: ReadonlyMap<string, () => string> = new Map([
  ['docs/data-dictionary.md', () => dataDictionary(registryOf(finder))],
  [
    'docs/batch.cddl',
    () => batchCddl(registryOf(finder), new BatchFormat(registryOf(finder), idOf(manifest)).maxBytes),
  ],
  ['docs/batch.schema.json', () => JSON.stringify(batchJsonSchema(registryOf(finder)), null, 2)],
  ...manifests.map((of): [string, () => string] => [carriedFile(of), () => JSON.stringify(of, null, 2)]),
]);

/** Manifests of words that were never released go when they change. */
function removeUnreleased(): void {
  const folder = path.join(projectRoot, 'collector/products/carried', finder.id);
  const kept = new Set(manifests.map((of) => path.basename(carriedFile(of))));
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!kept.has(name)) rmSync(path.join(folder, name));
  }
}

function run(check: boolean): void {
  if (!check) removeUnreleased();
  for (const [file, make] of generated) {
    const text = formatted(file, make());
    const target = path.join(projectRoot, file);
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
    if (check) {
      console.error(`${file} is not up to date. Run: npm run generate`);
      process.exitCode = 1;
    } else {
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
      console.log(`Wrote ${file}.`);
    }
  }
}

if (import.meta.main) run(process.argv.includes('--check'));
