import { describe, expect, it } from 'vitest';
import { createChanges } from '../../../../engine/sampler/changes.ts';

const row = (key: string, name = key) => ({ key, name });

describe('what has changed in a list', () => {
  it('is everything at first', () => {
    const rows = [row('a'), row('b')];
    expect(createChanges('processes').next(rows, 5)).toEqual({
      topic: 'processes',
      at: 5,
      whole: true,
      changed: rows,
      gone: [],
      sequence: 1,
    });
  });

  it('is then what is new, is another object, or is gone', () => {
    const changes = createChanges('units');
    const [a, b, c] = [row('a'), row('b'), row('c')];
    changes.next([a, b, c], 1);
    const again = row('b');
    const next = row('d');
    expect(changes.next([a, again, next], 2)).toEqual({
      topic: 'units',
      at: 2,
      whole: false,
      changed: [again, next],
      gone: ['c'],
      sequence: 2,
    });
    expect(changes.next([a, again, next], 3)).toMatchObject({ changed: [], gone: [], sequence: 3 });
  });

  it('can be told as a whole again, with the number of the last message', () => {
    const changes = createChanges('ports');
    expect(changes.whole()).toBeUndefined();
    const a = row('a');
    changes.next([a], 1);
    expect(changes.whole()).toMatchObject({ whole: true, at: 1, changed: [a], sequence: 1 });
    expect(changes.next([], 2)).toMatchObject({ whole: false, gone: ['a'], sequence: 2 });
  });

  it('holds each key once', () => {
    const last = row('a', 'second');
    expect(createChanges('ports').next([row('a', 'first'), last], 1).changed).toEqual([last]);
  });

  it('makes of any sequence of lists what the last one holds, for whoever follows', () => {
    const changes = createChanges('connections');
    const followed = new Map<string, unknown>();
    let state = 7;
    const random = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return state % below;
    };
    let rows = [row('0')];
    for (let round = 0; round < 200; round += 1) {
      rows = rows.filter(() => random(4) > 0).map((one) => (random(3) === 0 ? row(one.key, `${round}`) : one));
      for (let count = random(4); count > 0; count -= 1) rows.push(row(`${round}.${count}`));
      const { whole, changed, gone } = changes.next(rows, round);
      if (whole) followed.clear();
      for (const key of gone) expect(followed.delete(key)).toBe(true);
      for (const one of changed) followed.set(one.key, one);
      expect(followed).toEqual(new Map(rows.map((one) => [one.key, one])));
    }
  });
});
