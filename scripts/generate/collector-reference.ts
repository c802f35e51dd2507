/**
 * Writes the tables of docs/operating-the-collector.md that are made of the collector's own declarations: its options and its
 * limits.
 *
 * `node scripts/generate/collector-reference.ts` writes them; with `--check` it only tells whether they are up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultOf, flagOf } from '../../collector/commands/help.ts';
import { environmentName, type OptionSpec } from '../../collector/config/option.ts';
import { options, serviceOptions } from '../../collector/config/options.ts';
import * as httpLimits from '../../collector/http/limits.ts';
import * as limits from '../../collector/limits.ts';
import { projectRoot } from '../lib/paths.ts';
import { limitRows } from './limit-table.ts';

const FILE = path.join(projectRoot, 'docs/operating-the-collector.md');

/** The options of the service; those of other commands stand where these are described. */
function optionTable(): string[] {
  const rows = serviceOptions.map((name) => {
    const { help }: OptionSpec = options[name];
    return [code(`--${flagOf(name)}`), help, code(environmentName(name)), plain(defaultOf(name))];
  });
  return table(['option', 'meaning', 'in the environment', 'unless given'], rows);
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
const plain = (text: string) => text.replaceAll('|', '\\|');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}

function limitTable(): string[] {
  const rowsIn = (file: string, values: Readonly<Record<string, unknown>>) =>
    limitRows(readFileSync(path.join(projectRoot, file), 'utf8'), values);
  const all = [...rowsIn('collector/limits.ts', limits), ...rowsIn('collector/http/limits.ts', httpLimits)];
  const rows = all.map(({ name, value, reason }) => [code(name), value, plain(reason)]);
  return table(['limit', 'value', 'of what, and why'], rows);
}

const sections: Readonly<Record<string, () => string[]>> = { options: optionTable, limits: limitTable };

/** The document with what stands between the marks of each section written anew. @throws where a mark is missing. */
export function withTables(document: string): string {
  return Object.entries(sections).reduce((text, [name, lines]) => {
    const begin = `<!-- generated: ${name} -->\n`;
    const end = `<!-- end: ${name} -->\n`;
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined) throw new Error(`${FILE} has no place for its ${name}`);
    return [before, begin, '\n', lines().join('\n'), '\n\n', end, after].join('');
  }, document);
}

function main(): void {
  const document = readFileSync(FILE, 'utf8');
  const fresh = withTables(document);
  if (fresh === document) return;
  if (process.argv.includes('--check')) {
    console.error(`${FILE} is not what the collector declares: npm run generate`);
    process.exitCode = 1;
  } else writeFileSync(FILE, fresh);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
