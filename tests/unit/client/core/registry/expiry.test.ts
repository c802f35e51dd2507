import { describe, expect, it } from 'vitest';
import { WholeGroup } from '../../../../../client/core/batch/group-codec.ts';
import {
  expiredFields,
  type Group,
  isCollected,
  stillCollected,
} from '../../../../../client/core/registry/declaration.ts';
import { date, oneOf, uint } from '../../../../../client/core/registry/field-types.ts';
import { commonRegistry } from '../../../../../client/core/registry/registry.ts';
import { groupOf, standard } from '../support/declared.ts';

const LAST = '2027-06-30';
const NEXT = '2027-07-01';

const fields = {
  kind: standard(oneOf('a', 'b')),
  size: standard(uint(9, 'count'), { expires: LAST }),
  day: standard(date, { expires: '2029-12-31' }),
};
const values = { kind: 'a', size: 4, day: '2026-03-09' };

describe('a field', () => {
  it.each([
    ['2026-03-09', true],
    ['2027-06-29', true],
    [LAST, true],
    [NEXT, false],
    ['2027-12-01', false],
    ['2099-01-01', false],
  ])('that expires on 2027-06-30 is collected on %s: %s', (today, expected) => {
    expect(isCollected({ expires: LAST }, today)).toBe(expected);
  });

  it('that never expires is collected on any day', () => {
    for (const today of ['2000-01-01', NEXT, '2099-12-31']) expect(isCollected({ expires: 'never' }, today)).toBe(true);
  });
});

describe('what of a group is still collected', () => {
  it.each(['whole', 'sparse'] as const)('is the fields that have not expired, of a %s group', (layout) => {
    const group = groupOf(layout, fields);
    const collected = (today: string, of: object = values) => stillCollected(group, of, today, {});
    expect(collected(LAST)).toBe(values);
    expect(collected(NEXT)).toEqual({ kind: 'a', day: '2026-03-09' });
    expect(collected('2030-01-01')).toEqual({ kind: 'a' });
    expect(collected(NEXT, { kind: 'b' })).toEqual({ kind: 'b' });
    expect(collected(NEXT, { size: 4 })).toEqual({});
    expect(values).toEqual({ kind: 'a', size: 4, day: '2026-03-09' });
  });

  it.each(['table', 'histogram', 'uses', 'reports', 'lines'] as const)(
    'is all or nothing, of a %s group: its fields belong together',
    (layout) => {
      const rows = [values];
      const nothing: (typeof values)[] = [];
      const collected = (today: string, group: Group = groupOf(layout, fields)) =>
        stillCollected(group, rows, today, nothing);
      expect(collected(LAST)).toBe(rows);
      expect(collected(NEXT)).toBe(nothing);
      expect(collected('2099-12-31', groupOf(layout, { kind: fields.kind }))).toBe(rows);
    },
  );

  it('can be written and read in a batch, on every day', () => {
    const group = groupOf('whole', fields);
    const codec = new WholeGroup('group', group, true);
    const reading = { level: 'standard', revision: 1 } as const;
    for (const today of [LAST, NEXT, '2030-01-01']) {
      const collected = stillCollected(group, values, today, {} as typeof values);
      expect(codec.unpack(codec.pack(collected, reading), reading)).toEqual(collected);
    }
  });
});

describe('the fields that have expired', () => {
  const registry = {
    first: groupOf('whole', fields),
    second: groupOf('table', { size: fields.size, day: fields.day }, { rows: 3 }),
  };

  it('are named by their groups, from the day after their last one', () => {
    expect(expiredFields(registry, LAST)).toEqual([]);
    expect(expiredFields(registry, NEXT)).toEqual(['first.size', 'second.size']);
    expect(expiredFields(registry, '2030-01-01')).toEqual(['first.size', 'first.day', 'second.size', 'second.day']);
    expect(expiredFields({}, NEXT)).toEqual([]);
  });

  it('are none of the client’s before 2030, and then all but what tells batches apart', () => {
    expect(expiredFields(commonRegistry, '2029-12-31')).toEqual([]);
    const groups = expiredFields(commonRegistry, '2030-01-01').map((path) => path.split('.')[0]);
    expect([...new Set(groups)]).toEqual([
      'context',
      'usage',
      'operations',
      'counts',
      'throughput',
      'errors',
      'logs',
      'organisation',
    ]);
  });
});
