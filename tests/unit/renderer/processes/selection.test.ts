import { describe, expect, it } from 'vitest';
import { noRows, reach, stepFrom, successor, typeToSelect } from '../../../../renderer/processes/use-row-selection.ts';

const order = [...'abcdef'];
const keys = (selection: { keys: ReadonlySet<string> }) => [...selection.keys].sort().join('');

describe('selecting rows', () => {
  it('selects one row alone', () => {
    expect(reach(reach(noRows, 'b', 'alone', order), 'd', 'alone', order)).toEqual({
      keys: new Set('d'),
      anchor: 'd',
      focused: 'd',
    });
  });

  it('adds and takes away rows one by one', () => {
    const two = reach(reach(noRows, 'b', 'alone', order), 'd', 'toggle', order);
    expect(keys(two)).toBe('bd');
    expect(keys(reach(two, 'b', 'toggle', order))).toBe('d');
  });

  it('selects a range from the anchor, in either direction', () => {
    const from = reach(noRows, 'c', 'alone', order);
    expect(keys(reach(from, 'e', 'range', order))).toBe('cde');
    expect(keys(reach(reach(from, 'e', 'range', order), 'a', 'range', order))).toBe('abc');
  });

  it('begins a range anew when the anchor has gone', () => {
    const from = reach(noRows, 'c', 'alone', order);
    expect(keys(reach(from, 'e', 'range', [...'abdef']))).toBe('e');
  });
});

describe('moving between rows', () => {
  it.each([
    ['c', 'next', 'd'],
    ['c', 'previous', 'b'],
    ['c', 'page-down', 'e'],
    ['c', 'page-up', 'a'],
    ['c', 'first', 'a'],
    ['c', 'last', 'f'],
    ['f', 'next', 'f'],
    ['a', 'previous', 'a'],
    [null, 'next', 'a'],
    [null, 'previous', 'f'],
  ] as const)('from %s %s leads to %s', (from, step, to) => {
    expect(stepFrom(from, step, order, 2)).toBe(to);
  });

  it('leads nowhere when there are no rows', () => {
    expect(stepFrom(null, 'next', [], 2)).toBeUndefined();
  });
});

describe('when the focused row goes away', () => {
  it('the row that takes its place is next', () => {
    expect(successor('c', order, [...'abdef'])).toBe('d');
    expect(successor('c', order, [...'abf'])).toBe('f');
  });

  it('the last row is next when there is none below', () => {
    expect(successor('f', order, [...'abc'])).toBe('c');
    expect(successor('a', order, [])).toBeNull();
  });
});

describe('typing to select', () => {
  const names = ['alpha', 'Beta', 'bravo', 'charlie', 'bee'];

  it('finds the next row that begins with the word, whatever its case', () => {
    expect(typeToSelect('br', names, 0)).toBe(2);
    expect(typeToSelect('BE', names, 0)).toBe(1);
  });

  it('stays on a row that a longer word still fits', () => {
    expect(typeToSelect('be', names, 1)).toBe(1);
  });

  it('steps through the rows of a letter that is typed again and again', () => {
    expect(typeToSelect('b', names, 0)).toBe(1);
    expect(typeToSelect('bb', names, 1)).toBe(2);
    expect(typeToSelect('bbb', names, 2)).toBe(4);
    expect(typeToSelect('bbbb', names, 4)).toBe(1);
  });

  it('finds nothing when nothing begins so', () => {
    expect(typeToSelect('x', names, 0)).toBeUndefined();
    expect(typeToSelect('x', [], -1)).toBeUndefined();
  });
});
