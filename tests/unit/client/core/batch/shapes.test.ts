import { describe, expect, it } from 'vitest';
import {
  between,
  either,
  exactly,
  exactlyWith,
  having,
  isMoment,
  isNumber,
  isText,
  isUpTo,
  isUuid,
  listOf,
  matching,
  readJson,
  recordOf,
  type Shape,
  within,
} from '../../../../../client/core/batch/shapes.ts';

interface Point {
  readonly x: number;
  readonly name: string;
}
const isPoint = exactly<Point>({ x: between(0, 9), name: isText });
const hasPoint = having<Point>({ x: between(0, 9), name: isText });
const point: Point = { x: 1, name: 'a' };

/** As JSON and structured clones give it: a field of that name, and no other prototype. */
const withPrototypeKey = (value: object) => JSON.parse(`{"__proto__":{"x":1},${JSON.stringify(value).slice(1)}`);

describe('a number', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, JSON.parse('1e999'), '1', 1n, null, undefined, [1], Object(1)])(
    'is not %s',
    (value) => {
      expect([isNumber(value), isUpTo(value, 9), between(0, 9)(value)]).toEqual([false, false, false]);
    },
  );

  it('that is counted is whole and within both bounds', () => {
    const isCount = between(1, 9);
    expect([0, 1, 9, 10, 1.5, -1].map((value) => isCount(value))).toEqual([false, true, true, false, false, false]);
    expect(isNumber(-1.5)).toBe(true);
  });
});

describe('one of several values', () => {
  it.each(['toString', '__proto__', 'constructor', '', 0, ['a'], Object('a')])('is not %j', (value) => {
    expect(within(['a', 'b'])(value)).toBe(false);
  });

  it('is each of them', () => {
    expect(['a', 'b', 'c'].map((value) => within(['a', 'b'])(value))).toEqual([true, true, false]);
    expect([1, 'a', null].map((value) => either(isText, isNumber)(value))).toEqual([true, true, false]);
  });
});

describe('a list', () => {
  it('holds items of its shape alone, and no holes', () => {
    const isList = listOf(isText);
    expect([[], ['a'], ['a', 1], Array(1), structuredClone(Array(1)), { length: 0 }, 'a'].map(isList)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('that is too long is refused before any item is looked at', () => {
    let looked = 0;
    const isAny: Shape<unknown> = (value): value is unknown => {
      looked += 1;
      return value === 0;
    };
    expect(listOf(isAny, 3)(Array(1_000_000).fill(0))).toBe(false);
    expect(looked).toBe(0);
    expect(listOf(isAny, 3)([0, 0, 0])).toBe(true);
  });
});

describe('a record', () => {
  it('has its fields', () => {
    expect([isPoint(point), hasPoint(point)]).toEqual([true, true]);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'x'],
    ['a list', [1, 'a']],
    ['a field too few', { x: 1 }],
    ['a field that is not set', { x: 1, name: undefined }],
    ['a field of another type', { x: '1', name: 'a' }],
    ['a field out of bounds', { x: 10, name: 'a' }],
    ['fields of its prototype', Object.create(point)],
    ['fields below __proto__', JSON.parse('{"__proto__":{"x":1,"name":"a"}}')],
    ['__proto__ for one of its fields', JSON.parse('{"__proto__":1,"name":"a"}')],
  ])('is not %s', (_name, value) => {
    expect([isPoint(value), hasPoint(value)]).toEqual([false, false]);
  });

  it.each([
    ['one more', { ...point, y: 1 }],
    ['one that is not set', { ...point, y: undefined }],
    ['__proto__', withPrototypeKey(point)],
  ])('with %s beside its fields is not exactly that', (_name, value) => {
    expect([isPoint(value), hasPoint(value)]).toEqual([false, true]);
  });

  it('of any fields has known names and values', () => {
    const isCounts = recordOf(within(['a', 'b']), isNumber);
    const values = [{}, { a: 1 }, { a: '1' }, { c: 1 }, withPrototypeKey({ a: 1 }), [], null];
    expect(values.map(isCounts)).toEqual([true, true, false, false, false, false, false]);
  });
});

describe('some fields that need not be there', () => {
  const isDot = exactlyWith<{ x: number; name?: string }>({ x: isNumber }, { name: isText });

  it.each([[{ x: 1 }], [{ x: 1, name: 'a' }]])('fit: %j', (value) => {
    expect(isDot(value)).toBe(true);
  });

  it.each([
    ['the one that must', { name: 'a' }],
    ['another type', { x: 1, name: 2 }],
    ['one more', { x: 1, y: 2 }],
    ['one that is not set', { x: 1, name: undefined }],
    ['a name of every object', { x: 1, toString: 'a' }],
    ['__proto__', withPrototypeKey({ x: 1 })],
    ['nothing', null],
  ])('do not fit with %s', (_name, value) => {
    expect(isDot(value)).toBe(false);
  });
});

describe('a text of a form', () => {
  it('has that form from its beginning to its end', () => {
    expect(['7', '77', 'a7', '7\n', '', 7, null].map(matching(/^\d+$/))).toEqual([
      ...[true, true],
      ...[false, false, false, false, false],
    ]);
  });

  it.each([
    ['5c0fa1c6-9a6e-4a0c-8f0b-6a1d2f8f31aa', true],
    ['5C0FA1C6-9a6e-4a0c-8f0b-6a1d2f8f31aa', false],
    ['5c0fa1c6-9a6e-4a0c-8f0b-6a1d2f8f31aa0', false],
    ['5c0fa1c6-9a6e-0a0c-8f0b-6a1d2f8f31aa', false],
    [7, false],
  ])('is a UUID: %j', (value, fits) => {
    expect(isUuid(value)).toBe(fits);
  });

  it.each([
    ['2026-02-28T12:00:00.000Z', true],
    ['2026-02-29T12:00:00.000Z', false],
    ['2026-02-28T24:00:00.000Z', false],
    ['2026-02-28T12:00:00Z', false],
    ['2026-02-28', false],
    [0, false],
  ])('is a moment: %j', (value, fits) => {
    expect(isMoment(value)).toBe(fits);
  });
});

describe('a JSON text', () => {
  it('is read when it says what it should', () => {
    expect(readJson('{"x":1,"name":"a"}', isPoint)).toEqual(point);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it.each(['', '{"x":1,', '\0\0\0', 'null', '[]', '{"x":1}', '{"x":1,"name":"a"}{}', '\ufeff{"x":1,"name":"a"}'])(
    'is nothing when it is %j',
    (text) => {
      expect(readJson(text, isPoint)).toBeUndefined();
    },
  );

  it('is nothing, and no failure, however deep or long it is', () => {
    const depth = 100_000;
    expect(readJson(`${'['.repeat(depth)}${']'.repeat(depth)}`, listOf(isPoint))).toBeUndefined();
    expect(readJson(`[${'0,'.repeat(1_000_000)}0]`, listOf(isPoint, 3))).toBeUndefined();
  });
});
