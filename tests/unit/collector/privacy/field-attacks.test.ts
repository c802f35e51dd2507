import { describe, expect, it } from 'vitest';
import type { NamedCell } from '../../../../collector/answers/cells.ts';
import { arrivedRows } from '../../../../collector/answers/questions/fields.ts';
import { protectedRows } from '../../../../collector/answers/questions/tables.ts';
import type { Random } from '../../../integration/collector/support/random.ts';
import { cellOf, coin, K, type Member, member, members, rateOf, total } from './support/attacking.ts';

/** Fields that every part of a session has, beside those of the envelope. */
const FIELDS = 20;

/** Parts of sessions that members have, and the fields of them all. */
function cellsOf(of: readonly Member[]): NamedCell[] {
  const rest = { ...cellOf(of), ofProduct: '', ofSegment: '', ofPeriod: '' };
  return [
    { ...rest, kind: 'batches', item: [] },
    ...Array.from({ length: FIELDS }, (_, at): NamedCell => ({ ...rest, kind: 'field', item: [`context.f${at}`] })),
  ];
}

/** Whether the one has sent four parts or one, by whoever knows how many all the others have sent. */
function attack(random: Random, seen: (cells: readonly NamedCell[]) => readonly (number | undefined)[]): boolean {
  const [others, isFour] = [members(random, 20, 4), coin(random)];
  const figures = seen(cellsOf([...others, member(random, isFour ? 4 : 1)])).map(Number);
  return total(figures) / figures.length > 4 * others.length + 2.5 === isFour;
}

const batches = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map((row) => Number(row['batches']));

describe('attacks on how often fields arrive', () => {
  it('averaging: all fields that every part of a session has', () => {
    const one = rateOf('how many parts there are: has the one sent four or one?', 0.72, (random) =>
      attack(random, (cells) => batches([arrivedRows(cells, K).all ?? {}])),
    );
    const all = rateOf('the mean of all fields: has the one sent four or one?', 0.72, (random) =>
      attack(random, (cells) => batches(arrivedRows(cells, K).rows)),
    );
    expect(all).toBeLessThan(one + 0.03);
    const alone = rateOf('the same, were each field moved by itself alone', 1, (random) =>
      attack(random, (cells) =>
        batches(protectedRows(cells, { kind: 'field', names: ['item'], sum: 'batches' }, K).rows),
      ),
    );
    expect(alone).toBeGreaterThan(0.85);
  });
});
