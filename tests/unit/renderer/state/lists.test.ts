import { describe, expect, it } from 'vitest';
import { applyChanges, MAX_DEPARTED, nothingListed } from '../../../../renderer/state/lists.ts';
import { changesOf, row } from './fake-engine.ts';

const a = row('a', { cpu: 1 });
const b = row('b', { cpu: 2 });
const first = applyChanges(nothingListed, changesOf(1, [a, b], { whole: true }));

describe('a list', () => {
  it('holds what the engine has told, by key and in its order', () => {
    expect(first.at).toBe(1000);
    expect(first.rows).toEqual([a, b]);
    expect(first.byKey.get('b')).toBe(b);
  });

  it('keeps the rows that did not change, in a whole list too', () => {
    const copies = [row('a', { cpu: 1 }), row('b', { cpu: 3 }), row('c')];
    const next = applyChanges(first, changesOf(2, copies, { whole: true }));
    expect(next.rows[0]).toBe(a);
    expect(next.rows[1]).toBe(copies[1]);
    const changed = applyChanges(next, changesOf(3, [row('b', { cpu: 9 })]));
    expect(changed.rows[0]).toBe(a);
    expect(changed.byKey.get('b')?.['cpu']).toBe(9);
    expect(next.byKey.get('b')?.['cpu']).toBe(3);
  });

  it('takes a row with another set of properties for a changed one', () => {
    const next = applyChanges(first, changesOf(2, [row('a'), b], { whole: true }));
    expect(next.rows[0]).not.toBe(a);
  });

  it('is the same but for its age when nothing has changed', () => {
    const next = applyChanges(first, changesOf(2, []));
    expect(next.at).toBe(2000);
    expect(next.rows).toBe(first.rows);
    expect(next.byKey).toBe(first.byKey);
  });

  it('remembers what is gone with its last readings, whichever way that was told', () => {
    const told = applyChanges(first, changesOf(2, [], { gone: ['a', 'never-there'] }));
    expect([...told.departed.values()]).toEqual([a]);
    const left = applyChanges(told, changesOf(3, [], { whole: true }));
    expect([...left.departed.values()]).toEqual([a, b]);
    expect(left.rows).toEqual([]);
  });

  it('no longer counts as gone what is there again', () => {
    const gone = applyChanges(first, changesOf(2, [], { gone: ['a'] }));
    expect(applyChanges(gone, changesOf(3, [a])).departed.size).toBe(0);
  });

  it('remembers the latest ones only', () => {
    const many = Array.from({ length: MAX_DEPARTED + 3 }, (_, index) => row(String(index)));
    const full = applyChanges(first, changesOf(2, many));
    const left = applyChanges(full, changesOf(3, [], { gone: many.map(({ key }) => key) }));
    expect(left.departed.size).toBe(MAX_DEPARTED);
    expect(left.departed.has('2')).toBe(false);
    expect(left.departed.has(String(MAX_DEPARTED + 2))).toBe(true);
  });
});
