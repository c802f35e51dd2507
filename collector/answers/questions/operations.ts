import { compareVersions } from 'candor-client/core';
import { z } from 'zod';
import { protect } from '../../privacy/protect.ts';
import { type Bucket, protectHistogram, type ShownBuckets } from '../../privacy/protect-histogram.ts';
import { layoutOf } from '../../rollups/cube-kinds.ts';
import { VOTE_PARTS } from '../../rollups/installation-days.ts';
import type { NamedCell } from '../cells.ts';
import { boundsOfGroup, quantileOf } from '../durations.ts';
import { type AnswerRow, type Asking, cellsOf, type Question, type Rows } from '../question.ts';
import { type Change, changesOf } from './changes.ts';
import { Count, itemOf } from './tables.ts';

const Microseconds = z.number().describe('Microseconds.');
const Quantile = Microseconds.nullable().describe('Microseconds; null where it is longer than what is told apart.');

/**
 * How long operations take, by product, version, operation and outcome: counts, quantiles and the whole histogram, and whether the
 * newest version is slower or faster than the one before.
 */
export const operations: Question = {
  title: 'How long do things take, and has it changed?',
  columns: {
    product: z.string(),
    version: z.string(),
    operation: z.string(),
    outcome: z.string(),
    uses: z.int(),
    installations: Count,
    p50: Quantile,
    p95: Quantile,
    p99: Quantile,
    histogram: z
      .array(z.strictObject({ above: Microseconds, upTo: Microseconds.nullable(), count: z.number() }))
      .describe(
        'How many took longer than `above`, and at most `upTo`: durations, or votes of installations and days.',
      ),
    change: z
      .enum(['slower', 'faster', 'none'])
      .nullable()
      .describe(
        'Of the newest version against the one before, by the test of Mann and Whitney; null where it is not tested.',
      ),
    against: z.string().nullable().describe('The version before.'),
    p: z
      .number()
      .nullable()
      .describe(
        'How likely such a difference is when nothing has changed; null where `k` is more than 1, and where it is not tested.',
      ),
  },
  by: 'version',
  since: layoutOf(['operation', 'duration', 'vote']),
  hasPeriods: true,
  ask,
};

/** What each row is of, as text. */
const nameOf = ({ ofProduct, ofSegment, item }: NamedCell) => [ofProduct, ofSegment, item[0], item[1]].join('\t');

async function ask(asking: Asking): Promise<Rows> {
  const { asked, rules } = asking;
  const isVotes = asked.votes === 'installation';
  const kind = isVotes ? 'vote' : 'duration';
  const cells = await cellsOf(asking, { kinds: ['operation', kind], by: 'version' });
  const buckets = new Map<string, Bucket[]>();
  for (const cell of cells.filter((cell) => cell.kind === kind)) {
    const [, , bucket = ''] = cell.item;
    const name = nameOf(cell);
    buckets.set(name, [...(buckets.get(name) ?? []), { ...cell, bucket: Number(bucket) }]);
  }
  const shown: { readonly cell: NamedCell; readonly row: AnswerRow }[] = [];
  for (const cell of cells.filter(({ kind }) => kind === 'operation')) {
    const figures = protect(cell, rules.k, itemOf(cell, cell));
    if (typeof figures === 'string') continue;
    const groups = protectHistogram(
      (buckets.get(nameOf(cell)) ?? []).sort((a, b) => a.bucket - b.bucket),
      { seed: cell.seed, k: rules.k, item: `${kind} ${cell.item.join(' ')}` },
    );
    const { ofProduct: product, ofSegment: version, item } = cell;
    const row = {
      product,
      version,
      operation: item[0],
      outcome: item[1],
      uses: figures.sum,
      installations: figures.installations,
    };
    shown.push({ cell, row: { ...row, ...figuresOf(groups, rules.k > 1, isVotes ? VOTE_PARTS : 1) } });
  }
  // Of a single day or week there is nothing that the change would be from.
  const changes = asking.cellsOfPeriod
    ? new Map<string, Change>()
    : await changesOf(
        asking,
        shown.map(({ cell }) => cell),
        Math.max(0, ...shown.map(({ row }) => Number(row['installations']))),
      );
  const rows = shown.map(({ cell, row }) => ({ ...row, ...(changes.get(nameOf(cell)) ?? UNTESTED) }));
  rows.sort((a, b) => compareRows(a, b));
  return { rows };
}

const UNTESTED: Change = { change: null, against: null, p: null };

/** @param parts what a count is divided by. */
function figuresOf(groups: readonly ShownBuckets[], isProtected: boolean, parts: number) {
  const quantile = (q: number) => quantileOf(groups, q, isProtected);
  return {
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    histogram: groups.map((group, index) => ({
      ...boundsOfGroup(group, isProtected ? { isFirst: index === 0, isLast: index === groups.length - 1 } : undefined),
      count: group.sum / parts,
    })),
  };
}

/** Newest versions first; then what was done most. */
function compareRows(a: AnswerRow, b: AnswerRow): number {
  const text = (row: AnswerRow) => `${row['operation']} ${row['outcome']}`;
  return (
    String(a['product']).localeCompare(String(b['product']), 'en') ||
    compareVersions(String(b['version']), String(a['version'])) ||
    Number(b['uses']) - Number(a['uses']) ||
    text(a).localeCompare(text(b), 'en')
  );
}
