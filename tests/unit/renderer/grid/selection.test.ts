import { describe, expect, it } from 'vitest';
import {
  noRows,
  type Reach,
  type RowSelection,
  reach,
  stepFrom,
  successor,
  typeToSelect,
  withoutHidden,
} from '../../../../renderer/grid/selection.ts';

/** A list of one-letter keys; capital ones are heads of groups. */
const list = (
  keys: string,
  { parents = {}, hidden = '' }: { parents?: Record<string, string>; hidden?: string } = {},
) => ({
  total: keys.length,
  keyAt: (index: number) => keys[index],
  indexOf: (key: string) => keys.indexOf(key),
  keysIn: (from: number, to: number) => [...keys.slice(from, to + 1)].filter((key) => key === key.toLowerCase()),
  hides: (key: string) => hidden.includes(key),
  ancestors: (key: string) => [...(parents[key] ?? '')],
});
const order = list('abcdef');
const reached = (selection: RowSelection, key: string, how: Reach, view = order) => {
  const next = reach(selection, key, how, view);
  if (!next) throw new Error('not loaded');
  return next;
};
const keys = (selection: RowSelection) => [...selection.keys].sort().join('');

describe('selecting rows', () => {
  it('selects one row alone', () => {
    expect(reached(reached(noRows, 'b', 'alone'), 'd', 'alone')).toEqual({
      keys: new Set('d'),
      anchor: 'd',
      focused: 'd',
    });
  });

  it('adds and takes away rows one by one', () => {
    const two = reached(reached(noRows, 'b', 'alone'), 'd', 'toggle');
    expect(keys(two)).toBe('bd');
    expect(keys(reached(two, 'b', 'toggle'))).toBe('d');
  });

  it('selects a range from the anchor, in either direction', () => {
    const from = reached(noRows, 'c', 'alone');
    expect(keys(reached(from, 'e', 'range'))).toBe('cde');
    expect(keys(reached(reached(from, 'e', 'range'), 'a', 'range'))).toBe('abc');
  });

  it('begins a range anew when the anchor has gone', () => {
    const from = reached(noRows, 'c', 'alone');
    expect(keys(reached(from, 'e', 'range', list('abdef')))).toBe('e');
  });

  it('never selects the head of a group, though it takes the focus', () => {
    const groups = list('AbcDef');
    expect(reached(noRows, 'D', 'alone', groups)).toEqual({ keys: new Set(), anchor: 'D', focused: 'D' });
    expect(keys(reached(reached(noRows, 'b', 'alone', groups), 'e', 'range', groups))).toBe('bce');
  });

  it('says so when rows of the range are not loaded', () => {
    const partly = { ...order, keysIn: () => undefined };
    expect(reach(reached(noRows, 'a', 'alone'), 'f', 'range', partly)).toBeUndefined();
  });
});

describe('moving between rows', () => {
  it.each([
    [2, 'next', 3],
    [2, 'previous', 1],
    [2, 'page-down', 4],
    [2, 'page-up', 0],
    [2, 'first', 0],
    [2, 'last', 5],
    [5, 'next', 5],
    [0, 'previous', 0],
    [-1, 'next', 0],
    [-1, 'previous', 5],
  ] as const)('from %i %s leads to %i', (from, step, to) => {
    expect(stepFrom(from, step, 6, 2)).toBe(to);
  });

  it('leads nowhere when there are no rows', () => {
    for (const step of ['next', 'last', 'page-up'] as const) expect(stepFrom(-1, step, 0, 2)).toBe(-1);
  });
});

describe('when the focused row goes away', () => {
  it('the row that takes its place is next', () => {
    expect(successor('c', order, list('abdef'))).toBe('d');
    expect(successor('c', order, list('abf'))).toBe('f');
  });

  it('the last row is next when there is none below', () => {
    expect(successor('f', order, list('abc'))).toBe('c');
    expect(successor('a', order, list(''))).toBeNull();
  });

  it('the parent that it was folded into is next, the nearest that is drawn', () => {
    expect(successor('c', order, list('adef', { hidden: 'bc', parents: { c: 'ba' } }))).toBe('a');
  });
});

describe('what a filter hides', () => {
  it('is no longer selected; what has ended stays', () => {
    const view = list('abc', { hidden: 'd' });
    expect(withoutHidden(['a', 'd', 'ended'], view)).toEqual(['a', 'ended']);
    expect(withoutHidden(['a', 'ended'], view)).toBeUndefined();
  });
});

describe('typing to select', () => {
  const names = ['alpha', 'Beta', 'bravo', 'charlie', 'bee'];
  const find = (typed: string, focused: number, texts = names) =>
    typeToSelect(typed, (index) => texts[index] ?? '', texts.length, focused);

  it('finds the next row that begins with the word, whatever its case', () => {
    expect(find('br', 0)).toBe(2);
    expect(find('BE', 0)).toBe(1);
  });

  it('stays on a row that a longer word still fits', () => {
    expect(find('be', 1)).toBe(1);
  });

  it('steps through the rows of a letter that is typed again and again', () => {
    expect(find('b', 0)).toBe(1);
    expect(find('bb', 1)).toBe(2);
    expect(find('bbb', 2)).toBe(4);
    expect(find('bbbb', 4)).toBe(1);
  });

  it('finds nothing when nothing begins so', () => {
    expect(find('x', 0)).toBeUndefined();
    expect(find('x', -1, [])).toBeUndefined();
  });
});
