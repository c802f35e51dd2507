import { beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { commonRegistry } from '../../../client/core/registry/registry.ts';
import type { AnswerRow, Asked } from '../../../collector/answers/question.ts';
import { fields } from '../../../collector/answers/questions/fields.ts';
import { rowOf, someBatch } from './support/batches.ts';
import { closing } from './support/closing.ts';
import { Random } from './support/random.ts';
import { someReports } from './support/reports.ts';
import { shareStorage, TODAY } from './support/storages.ts';

const FROM = TODAY - 20;
const range = { from: FROM, to: FROM + 2 };

interface Arrival {
  readonly day: number;
  readonly batch: Batch;
}

/** Forty installations, some without uses, without reports, at the enhanced level; one alone lost something to a full outbox. */
function someArrivals(): Arrival[] {
  const random = new Random(47);
  return Array.from({ length: 40 }, (_, who): Arrival[] => {
    const { installation } = someBatch().envelope;
    const isEnhanced = who % 4 === 0;
    const { organisation, logs, configuration, ...standard } = someReports;
    return [1, 2, 3, 4].map((session) => ({
      day: FROM + random.below(3),
      batch: someBatch({
        envelope: { installation, session, level: isEnhanced ? 'enhanced' : 'standard' },
        context: { country: who % 2 === 0 ? 'IT' : 'DE', version: who % 3 === 0 ? '1.1.0' : '1.0.0' },
        usage: random.below(3) === 0 ? [] : [{ command: 'go.search', source: 'menu', time: 1 }],
        dropped: { ...(random.below(4) === 0 ? { 'disk-full': 2 } : {}), ...(who === 7 ? { 'outbox-full': 1 } : {}) },
        reports:
          random.below(2) === 0 ? {} : { ...standard, ...(isEnhanced ? { organisation, logs, configuration } : {}) },
      }),
    }));
  }).flat();
}

/** The fields that a batch has, as it was made: read from it and from the registry, and from no table. */
function fieldsIn(batch: Batch): string[] {
  const parts = batch as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(commonRegistry).flatMap(([name, { fields, layout }]) => {
    const value = parts[name] ?? {};
    const paths = Object.keys(fields);
    if (layout === 'whole' || layout === 'sparse') {
      const has = value as Readonly<Record<string, unknown>>;
      return paths.filter((path) => has[path] !== undefined).map((path) => `${name}.${path}`);
    }
    // Operations are columns, all others are lists of rows.
    const list = name === 'operations' ? (value as { readonly operation: object }).operation : value;
    return Object.keys(list).length > 0 ? paths.map((path) => `${name}.${path}`) : [];
  });
}

/** The same figures as the answer, counted one batch after the other. */
function expectedOf(arrivals: readonly Arrival[], figure: 'batches' | 'installations') {
  const found = new Map<string, { batches: number; who: Set<string> }>();
  for (const { batch } of arrivals) {
    for (const field of fieldsIn(batch)) {
      const known = found.get(field) ?? { batches: 0, who: new Set() };
      known.batches++;
      known.who.add(batch.envelope.installation);
      found.set(field, known);
    }
  }
  const total =
    figure === 'batches' ? arrivals.length : new Set(arrivals.map(({ batch }) => batch.envelope.installation)).size;
  const rows = [...found].map(([field, { batches, who }]) => {
    const part = figure === 'batches' ? batches : who.size;
    return { field, batches, installations: who.size, share: Math.round((10_000 * part) / total) / 10_000 };
  });
  return inOrder(rows);
}

const inOrder = (rows: readonly AnswerRow[]) =>
  [...rows].sort((a, b) => (String(a['field']) < String(b['field']) ? -1 : 1));

describe('how often a field arrives', () => {
  const arrivals = someArrivals();
  const shared = shareStorage();
  beforeAll(async () => {
    await shared().insert(arrivals.map(({ day, batch }) => rowOf(batch, day)));
    const { closer } = await closing(shared(), range.to + 1);
    await closer.close();
  });

  const ask = (k: number, asked: Omit<Asked, 'range'> & Partial<Asked> = {}) =>
    fields.ask({ storage: shared(), asked: { range, ...asked }, closedThrough: range.to, rules: { k, of: 'users' } });

  it('is what was sent, exactly, where nothing is protected', async () => {
    const { rows } = await ask(1);
    expect(inOrder(rows)).toEqual(expectedOf(arrivals, 'batches'));
    // The check is one: some fields are there always, some seldom, some never.
    const shares = rows.map(({ share }) => Number(share));
    expect([Math.max(...shares), Math.min(...shares) < 0.2]).toEqual([1, true]);
    expect(rows.map(({ field }) => field)).not.toContain('dropped.refused');
  });

  it('is of installations, where each has one vote', async () => {
    const { rows } = await ask(1, { votes: 'installation' });
    expect(inOrder(rows)).toEqual(expectedOf(arrivals, 'installations'));
  });

  it.each([
    [[{ dimension: 'version', segment: '1.1.0' }], ({ context }: Batch) => context.version === '1.1.0'],
    [[{ dimension: 'country', segment: 'IT' }], ({ context }: Batch) => context.country === 'IT'],
  ] as const)('is of what is asked about: %j', async (filters, isAsked) => {
    const { rows } = await ask(1, { filters });
    expect(inOrder(rows)).toEqual(
      expectedOf(
        arrivals.filter(({ batch }) => isAsked(batch)),
        'batches',
      ),
    );
  });

  it('is withheld of few, and moved but little of many, as other figures are', async () => {
    const exact = new Map(expectedOf(arrivals, 'batches').map((row) => [row['field'], row]));
    const { rows } = await ask(5);
    const shown = rows.map(({ field }) => String(field));
    expect(shown).not.toContain('dropped.outbox-full');
    expect(shown).toContain('envelope.level');
    for (const { field, installations } of rows) {
      expect(Math.abs(Number(installations) - Number(exact.get(String(field))?.['installations']))).toBeLessThan(10);
    }
    expect(await ask(5)).toEqual({ rows });
  });
});
