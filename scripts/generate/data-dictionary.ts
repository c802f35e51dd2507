/**
 * Writes what the event registry says for people and for machines: docs/data-dictionary.md, docs/batch.cddl and
 * docs/batch.schema.json.
 *
 * `node scripts/generate/data-dictionary.ts` writes them; with `--check` it only tells whether they are up to date.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  batchCddl,
  batchJsonSchema,
  type FieldSpec,
  type FieldType,
  type GroupName,
  logCodes,
  logSpec,
  NOTICE_VERSION,
  operationIds,
  operationPurposes,
  registry,
} from 'candor-client/core';
import { projectRoot } from '../lib/paths.ts';

/** Longer vocabularies stand in a list of their own below the tables. */
const LISTED_VALUES = 8;
const LINE_WIDTH = 120;

const groups: Readonly<Record<GroupName, readonly [title: string, lead: string]>> = {
  envelope: ['Envelope', 'Who sends, under which consent, and which part of which session it is. Once in each batch.'],
  context: ['Context', 'What the product runs on. Read once a session.'],
  usage: ['Usage', 'One row for each use of a command, in the order of use.'],
  dropped: [
    'Dropped',
    'What happened and is not in the batch: a count for each reason. Reasons with no loss are left out.',
  ],
  operations: [
    'Operations',
    'How long operations took: for each operation and outcome, how many durations fell into which range. No single duration is kept.',
  ],
  counts: ['Counts', 'Things that are counted in a session. What did not happen is left out.'],
  throughput: ['Throughput', 'Minutes of a session at each rate of rows that the Finder took in.'],
  errors: [
    'Errors',
    'One report for each error, with the places in the files of the app that led to it, and how often it happened.',
  ],
  logs: ['Log lines', 'What the app notes about itself: a code with its details. At the enhanced level alone.'],
  organisation: [
    'Organisation',
    'Who belongs together, at the enhanced level alone. What the computer or its policy does not say is left out.',
  ],
  configuration: [
    'Configuration',
    'Settings that differ from the default, at the enhanced level alone. A size says only in which direction.',
  ],
};

/** Vocabularies whose entries have reasons of their own: a table in the section of the group, by field. */
const explained: Readonly<Record<string, readonly [title: string, rows: () => string[]]>> = {
  'operations.operation': ['What is timed', timedOperations],
  'logs.code': ['What is noted', loggedLines],
};

/** docs/data-dictionary.md: every field that may ever leave the computer. */
export function dataDictionary(): string {
  const names = Object.keys(registry) as GroupName[];
  return [
    '# Data dictionary',
    '',
    'Every field that may ever leave the computer, with the reason for it. There are no others: the app can only write',
    'these, and the collector refuses a batch that holds anything else. No field takes free text.',
    '',
    'This file is made from `client/core/registry/registry.ts` by `npm run generate`. The same registry',
    `drives the app's _What Is Shared_ window. It goes with version ${NOTICE_VERSION} of the [privacy notice](privacy.md).`,
    '',
    ...names.flatMap(groupSection),
    '## Vocabularies',
    '',
    'The closed lists that are too long for the tables. A value that is not in its list is never sent. On the wire, a value',
    'is a number: its place in its list, from 0. A list only ever grows at its end.',
    '',
    ...names.flatMap(vocabularies),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

function groupSection(name: GroupName): string[] {
  const [title, lead] = groups[name];
  const rows = Object.entries<FieldSpec>(registry[name]).map(
    ([field, { type, level, purpose, retentionDays, since }]) => [
      `\`${name}.${field}\``,
      describeType(type, `${name}.${field}`),
      level,
      purpose,
      `${retentionDays} days`,
      since,
    ],
  );
  return [
    `## ${title}`,
    '',
    ...wrap(lead.split(' ')),
    '',
    ...table(['field', 'value', 'level', 'why', 'kept for', 'since'], rows),
    '',
    ...Object.keys(registry[name]).flatMap((field) => {
      const [heading, lines] = explained[`${name}.${field}`] ?? [];
      return heading && lines ? [`### ${heading}`, '', ...lines(), ''] : [];
    }),
  ];
}

function timedOperations(): string[] {
  const rows = operationIds.map((id, place) => [`${place}`, code(id), operationPurposes[id]]);
  return table(['number', 'operation', 'why'], rows);
}

function loggedLines(): string[] {
  const rows = logCodes.map((id, place) => {
    const { level, purpose, parameters } = logSpec(id);
    const values = Object.entries(parameters).map(([name, type]) => `${name}: ${describeType(type, '')}`);
    return [`${place}`, code(id), level, purpose, values.join('; ') || 'none'];
  });
  return table(['number', 'code', 'severity', 'what it says', 'details'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function describeType(type: FieldType, path: string): string {
  switch (type.kind) {
    case 'enum':
      return type.values.length <= LISTED_VALUES
        ? `one of ${type.values.map(code).join(', ')}`
        : `one of [${type.values.length} values](#${anchor(explained[path]?.[0] ?? path)})`;
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

function vocabularies(name: GroupName): string[] {
  return Object.entries<FieldSpec>(registry[name]).flatMap(([field, { type }]) =>
    type.kind === 'enum' && type.values.length > LISTED_VALUES && !explained[`${name}.${field}`]
      ? [`### ${name}.${field}`, '', ...wrap(type.values.map(code)), '']
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
  ['docs/data-dictionary.md', dataDictionary],
  ['docs/batch.cddl', batchCddl],
  ['docs/batch.schema.json', () => JSON.stringify(batchJsonSchema(), null, 2)],
]);

function run(check: boolean): void {
  for (const [file, make] of generated) {
    const text = formatted(file, make());
    const target = path.join(projectRoot, file);
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue;
    if (check) {
      console.error(`${file} is not up to date. Run: npm run generate`);
      process.exitCode = 1;
    } else {
      writeFileSync(target, text);
      console.log(`Wrote ${file}.`);
    }
  }
}

if (import.meta.main) run(process.argv.includes('--check'));
