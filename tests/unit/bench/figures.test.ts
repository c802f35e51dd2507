import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  amount,
  type Figure,
  figureTable,
  isMissed,
  medianFigure,
  mediansOf,
  renderTable,
  writeFigures,
} from '../../../scripts/bench/figures.ts';
import { readOptions } from '../../../scripts/bench/options.ts';
import { descendants, parentIn } from '../../bench/app/process-memory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const figure = (change: Partial<Figure> = {}): Figure => ({
  name: 'a.b',
  what: 'a thing',
  value: 5,
  unit: 'ms',
  ...change,
});

describe('a table', () => {
  it('is aligned by what people count as characters', () => {
    expect(
      renderTable(
        ['what', 'µs'],
        [
          ['short', '1'],
          ['longer one', '12.5 µs'],
        ],
      ),
    ).toBe(
      [
        '| what       |      µs |',
        '| ---------- | ------: |',
        '| short      |       1 |',
        '| longer one | 12.5 µs |',
      ].join('\n'),
    );
  });

  it('says of each target whether it was met', () => {
    const table = figureTable([figure({ target: 5 }), figure({ target: 4.99 }), figure()]);
    expect(table.match(/met|MISSED/g)).toEqual(['met', 'MISSED']);
  });

  it('is one although none has a target', () => {
    expect(figureTable([figure()]).split('\n')).toHaveLength(3);
  });
});

describe('figures', () => {
  it('without a target cannot miss it', () => {
    expect(isMissed(figure())).toBe(false);
    expect(isMissed(figure({ value: 1, target: 0 }))).toBe(true);
  });

  it('are shown with the digits that tell something', () => {
    expect([0, 3, 1.234, 12.34, 1234.5].map(amount)).toEqual(['0', '3', '1.23', '12.3', '1235']);
  });

  it('of several rounds are medians of each, with the bounds that they have', () => {
    const round = (a: number, b: number) => [
      { name: 'a', what: 'a', unit: 'ms', value: a, target: 5 },
      { name: 'b', what: 'b', unit: '/s', value: b, atLeast: 7 },
    ];
    expect(mediansOf([round(1, 10), round(9, 6), round(4, 8)])).toMatchObject([
      { name: 'a', value: 4, target: 5, spread: { least: 1, most: 9, count: 3 } },
      { name: 'b', value: 8, atLeast: 7, spread: { least: 6, most: 10, count: 3 } },
    ]);
    expect(mediansOf([])).toEqual([]);
  });

  it('are medians with their spread', () => {
    expect(medianFigure({ name: 'a', what: '', unit: 'ms', target: 3 }, [1, 2, 9])).toMatchObject({
      value: 2,
      target: 3,
      spread: { least: 1, most: 9, count: 3 },
    });
  });

  it('are written by their names, each of which may occur once', () => {
    const file = path.join(temporaryFolder(), 'figures.json');
    writeFigures(file, [figure({ target: 6 })]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ 'a.b': { value: 5, unit: 'ms', target: 6 } });
    expect(() => writeFigures(file, [figure(), figure()])).toThrow('one name');
  });
});

describe('options', () => {
  it('have defaults', () => {
    expect(readOptions([], 20)).toEqual({ json: undefined, runs: 20, budget: true, flags: new Set(), numbers: {} });
  });

  it('are read', () => {
    const options = readOptions(['--json', 'a.json', '--runs', '3', '--no-budget', '--no-peers'], 20, ['no-peers']);
    expect(options).toMatchObject({ json: 'a.json', runs: 3, budget: false });
    expect(options.flags.has('no-peers')).toBe(true);
  });

  it('have lists of numbers', () => {
    expect(readOptions(['--uses', '1,0.5'], 20, [], ['uses']).numbers).toEqual({ uses: [1, 0.5] });
    expect(() => readOptions(['--uses', '1,many'], 20, [], ['uses'])).toThrow('--uses takes numbers');
  });

  it.each([[['--runs', '0']], [['--runs', 'many']], [['--no-such-thing']]])('%j is refused with a sentence', (args) => {
    expect(() => readOptions(args, 20)).toThrow('known: --json FILE');
  });
});

describe('processes', () => {
  it('a process has its children and theirs', () => {
    const parents = new Map([
      [2, 1],
      [3, 2],
      [4, 9],
    ]);
    expect(descendants(1, parents)).toEqual([1, 2, 3]);
  });

  it('the parent is read past a name that holds brackets and spaces', () => {
    expect(parentIn('12 (a) b (c)) S 7 12 12 0')).toBe(7);
    expect(parentIn('')).toBeUndefined();
  });
});
