import type { Completeness } from '../answers/completeness.ts';
import type { Both, ChangedOperation, Digest, NewError, ProductDigest, VersionShare } from './digest.ts';
import { formatsOf } from './formats.ts';

const { number, share, duration } = formatsOf('en');

/** A word of a product or a computer between others of Markdown, which it must not be taken for. */
const plain = (text: string) => text.replace(/[\\`*_[\]<>|#~]/g, '\\$&').replace(/\s+/g, ' ');

/** The same where it stands as code: there nothing but the end of it has a meaning. */
const code = (text: string) => `\`${text.replace(/[`\s]+/g, ' ')}\``;

const bothText = ({ week, before }: Both, format: (value: number) => string) =>
  [week, before].map((value) => (value === null ? '–' : format(value))).join(' | ');

/** A digest for people to read, as Markdown. */
export function digestText(digest: Digest): string {
  const { week, before, k, products } = digest;
  const blocks = [
    `# What changed in the week from ${week.from} to ${week.to}`,
    [
      `Against the week before, ${before.from} to ${before.to}.`,
      k === 1
        ? '**These are figures of single installations as well, because k is 1.**'
        : `What is of fewer than ${k} installations, or hardly more, or mostly of one or two, is not told, and the other figures are moved a little.`,
    ].join(' '),
    ...products.flatMap(productBlocks),
  ];
  if (products.length === 0) blocks.push('No product has figures of these weeks that may be shown.');
  return `${blocks.join('\n\n')}\n`;
}

function productBlocks(digest: ProductDigest): string[] {
  const { name, sessions, installations, crashFree, operations, newErrors, versions, completeness } = digest;
  return [
    `## ${plain(name)}`,
    [
      '| | this week | before |',
      '| --- | ---: | ---: |',
      `| sessions | ${bothText(sessions, number)} |`,
      `| installations | ${bothText(installations, number)} |`,
      `| sessions without a crash | ${bothText(crashFree, share)} |`,
    ].join('\n'),
    '### Slower or faster',
    listOf(operations, operationLine, 'No operation has changed, by the test of Mann and Whitney.'),
    '### New errors',
    listOf(newErrors, errorLine, 'None.'),
    '### Versions',
    versionTable(versions),
    '### How much was received',
    completenessText(completeness),
  ];
}

function listOf<T>(all: readonly T[] | null, line: (one: T) => string, none: string): string {
  if (all === null) return REMADE;
  return all.length === 0 ? none : all.map((one) => `- ${line(one)}`).join('\n');
}

const REMADE = 'Cannot be told now: days of these weeks are made anew.';

function operationLine({ version, against, operation, outcome, change, median, p, isNew }: ChangedOperation): string {
  const medians =
    median.newest === null || median.against === null
      ? ''
      : `; half of them take up to ${duration(median.newest)}, before ${duration(median.against)}`;
  const what = `${code(operation)}${outcome === 'ok' ? '' : ` (${plain(outcome)})`}`;
  const than = `**${change}** in ${plain(version)} than in ${plain(against)}`;
  return `${what} is ${than}${medians}${p === null ? '' : ` (p = ${p})`}. ${isNew ? 'News of this week.' : 'As told before.'}`;
}

function errorLine({
  class: name,
  code: its,
  file,
  reports,
  installations,
  firstVersion,
  lastVersion,
}: NewError): string {
  const kind = [name, its].filter((part) => part !== 'none').join(' ') || 'crash';
  const place = file === 'none' ? '' : ` in ${code(file)}`;
  const versions = [...new Set([firstVersion, lastVersion])].filter((version) => version !== null).map(plain);
  const since = versions.length === 0 ? '' : `, version ${versions.join(' to ')}`;
  return `${code(kind)}${place}: ${countOf(reports, 'report')} of ${countOf(installations, 'installation')}${since}`;
}

function versionTable(versions: readonly VersionShare[] | null): string {
  if (versions === null) return REMADE;
  if (versions.length === 0) return 'None may be shown.';
  return [
    '| version | runtime | share of sessions | before | installations | before |',
    '| --- | --- | ---: | ---: | ---: | ---: |',
    ...versions.map(
      (one) =>
        `| ${plain(one.version)} | ${plain(one.runtime)} | ${bothText(one.share, share)} | ${bothText(one.installations, number)} |`,
    ),
  ].join('\n');
}

function completenessText({ week, before }: Both<Completeness | null>): string {
  if (!week) return REMADE;
  const received = receivedOf(week);
  const then = before && receivedOf(before);
  const lost = week.lost.map(({ reason, lost: its }) => `${code(reason)} ${number(its)}`);
  return [
    received === null
      ? 'How many of the sessions were received may not be told.'
      : `${share(received)} of the sessions that were expected${then === null ? '' : `, before ${share(then)}`}.`,
    lost.length === 0 ? 'No loss may be shown.' : `Lost: ${lost.join(', ')}.`,
  ].join(' ');
}

/** Noise, and what came late, can make it more than the whole. */
function receivedOf({ sessions: { received, expected } }: Completeness): number | null {
  return received === null || expected === null || expected <= 0 ? null : Math.min(1, received / expected);
}

function countOf(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}
