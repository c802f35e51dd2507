import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../collector/answers/answer.ts';
import type { Answering } from '../../../../collector/answers/answering.ts';
import { type Digest, digestOf } from '../../../../collector/given/digest.ts';
import { digestText } from '../../../../collector/given/digest-text.ts';
import { newestWeeks } from '../../../../collector/given/weeks.ts';
import { dayOf } from '../../../../collector/storage/rows.ts';

const MONDAY = dayOf(Date.parse('2026-03-02'));
const products = [{ product: 'example', name: 'Example' }];

/** Someone who has an answer of each question that differs by range, and none about days before `since`. */
function answering(
  rowsOf: (question: string, range: { from: number; to: number }) => Partial<Answer>,
  closed = { from: MONDAY, to: MONDAY + 34 },
  since: Readonly<Record<string, number>> = {},
): Answering {
  const nothing = { title: '', range: { from: '', to: '' }, k: 5, rows: [] };
  return {
    k: 5,
    closedDays: async (question = 'totals') => ({ ...closed, from: Math.max(closed.from, since[question] ?? 0) }),
    answer: async (question, { range }) => ({ ...nothing, completeness: null, ...rowsOf(question, range) }),
  };
}

const totals = { rows: [{ sessions: 40, installations: 20 }] };
const slower = {
  version: '1.1.0',
  against: '1.0.0',
  operation: 'note.load',
  outcome: 'ok',
  change: 'slower',
  p: 0.002,
};

describe('the digest', () => {
  it.each([
    [undefined, 'no day has closed yet'],
    [{ from: MONDAY + 1, to: MONDAY + 13 }, 'the closed days are 2026-03-03 to 2026-03-15'],
  ])('of the closed days %j says what is missing', (closed, why) => {
    expect(() => newestWeeks(closed)).toThrow(why);
  });

  it('is of the newest week of which every day has closed, and the one before', () => {
    expect(newestWeeks({ from: MONDAY - 3, to: MONDAY + 18 })).toEqual({
      before: { from: MONDAY, to: MONDAY + 6 },
      week: { from: MONDAY + 7, to: MONDAY + 13 },
    });
  });

  it('says that a change is news where the same was not said of the weeks before, and tells news first', async () => {
    const old = { ...slower, operation: 'note.sync', change: 'faster' };
    const told = await digestOf(
      answering((question, { to }) => {
        if (question === 'totals') return totals;
        if (question !== 'operations') return {};
        const none = { ...slower, operation: 'app.start', change: 'none' };
        return { rows: to === MONDAY + 34 ? [old, none, slower] : [old] };
      }),
      products,
    );
    expect(told.products[0]?.operations?.map(({ operation, isNew }) => [operation, isNew])).toEqual([
      ['note.load', true],
      ['note.sync', false],
    ]);
  });

  it('calls errors new that no answer about the thirteen weeks before has, or about as many as there are', async () => {
    const asked: number[] = [];
    const error = (code: string) => ({ class: 'TypeError', code, file: 'main', reports: 9, installations: 8 });
    const told = await digestOf(
      answering(
        (question, { from, to }) => {
          if (question === 'totals') return totals;
          if (question !== 'errors') return {};
          if (to === MONDAY + 34) return { rows: [error('A'), error('B')] };
          asked.push(from);
          return { rows: from < MONDAY + 21 ? [error('A')] : [] };
        },
        undefined,
        { errors: MONDAY + 7 },
      ),
      products,
    );
    expect(told.products[0]?.newErrors?.map(({ code }) => code)).toEqual(['B']);
    expect(Math.min(...asked)).toBe(MONDAY + 7);
  });

  it('says what cannot be told while days are made anew, and nothing of a product of which nothing may be shown', async () => {
    const remade = answering((question) => (question === 'totals' ? totals : {}), undefined, {
      operations: MONDAY + 30,
    });
    const [product] = (await digestOf(remade, products)).products;
    expect(product).toMatchObject({ operations: null, newErrors: [] });
    const none = answering(() => ({}));
    expect(await digestOf(none, products)).toMatchObject({ products: [] });
  });
});

describe('the text of a digest', () => {
  const digest: Digest = {
    format: 'candor-digest',
    version: 1,
    week: { from: '2026-03-09', to: '2026-03-15' },
    before: { from: '2026-03-02', to: '2026-03-08' },
    k: 5,
    products: [
      {
        product: 'example',
        name: 'Ex|ample *two*',
        sessions: { week: 1200, before: null },
        installations: { week: 40, before: 38 },
        operations: [
          {
            ...slower,
            change: 'slower',
            outcome: 'failed',
            median: { newest: 34_000, against: 21_000 },
            isNew: true,
          },
        ],
        crashFree: { week: 0.981, before: 0.99 },
        newErrors: [
          {
            class: 'TypeError',
            code: 'none',
            file: 'render`er\n# x',
            reports: 1,
            installations: 9,
            firstVersion: '1.0.0',
            lastVersion: '1.1.0',
          },
        ],
        versions: [
          {
            version: '1.1.0',
            runtime: '33',
            sessions: { week: 600, before: null },
            installations: { week: 20, before: null },
            share: { week: 0.5, before: null },
          },
        ],
        completeness: {
          week: {
            sessions: { received: 99, expected: 100 },
            parts: { received: null, expected: null },
            lost: [{ reason: 'disk-full', lost: 12 }],
          },
          before: null,
        },
      },
    ],
  };

  it('has all of it, in words that no product can make into Markdown', () => {
    const text = digestText(digest);
    for (const line of [
      '# What changed in the week from 2026-03-09 to 2026-03-15',
      '## Ex\\|ample \\*two\\*',
      '| sessions | 1,200 | – |',
      '| sessions without a crash | 98.1% | 99% |',
      '- `note.load` (failed) is **slower** in 1.1.0 than in 1.0.0; half of them take up to 34\u00a0ms, before 21\u00a0ms (p = 0.002). News of this week.',
      '- `TypeError` in `render er # x`: 1 report of 9 installations, version 1.0.0 to 1.1.0',
      '| 1.1.0 | 33 | 50% | – | 20 | – |',
      '99% of the sessions that were expected. Lost: `disk-full` 12.',
    ])
      expect(text.split('\n')).toContain(line);
  });

  it('warns where it is of single installations', () => {
    expect(digestText({ ...digest, k: 1 })).toContain('because k is 1');
    expect(digestText(digest)).not.toContain('k is 1');
  });
});
