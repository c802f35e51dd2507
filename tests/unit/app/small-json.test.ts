import { describe, expect, it } from 'vitest';
import { defaultSettings, settingsSchema } from '../../../app/settings.ts';
import { isSmallJson } from '../../../app/small-json.ts';

const limits = { values: 10, characters: 20, depth: 3 };
const circle: { self?: unknown } = {};
circle.self = circle;

describe('a small value', () => {
  it.each([[null], [1.5], ['text'], [[1, 2, [3]]], [{ a: { b: ['c'] } }], [Object.create(null)]])('is %j', (value) => {
    expect(isSmallJson(value, limits)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a circle', circle],
    ['many values', Array.from({ length: 11 }, () => 0)],
    [
      'many values within others',
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0],
      ],
    ],
    ['long texts', ['a'.repeat(10), 'b'.repeat(11)]],
    ['long names', { ['a'.repeat(21)]: 0 }],
    ['a deep one', [[[[0]]]]],
    ['a long list of nothing', new Array(1e9)],
    ['a map', new Map([['a', 1]])],
    ['a bigint', 1n],
    ['no number', Number.NaN],
    ['what is not there', { a: undefined }],
  ])('is not %s', (_, value) => {
    expect(isSmallJson(value, limits)).toBe(false);
  });

  it('is all that a page can have kept of how its lists are set up', () => {
    const takes = (state: unknown) =>
      settingsSchema.safeParse({ ...defaultSettings, lists: { processes: { state } } }).success;
    expect(takes({ columns: [{ id: 'name', width: 240 }], sort: ['cpu'] })).toBe(true);
    expect(takes('x'.repeat(1_000_000))).toBe(false);
    expect(takes(circle)).toBe(false);
  });
});
