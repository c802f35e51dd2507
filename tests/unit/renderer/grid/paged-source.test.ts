import { describe, expect, it } from 'vitest';
import { FIRST_ROWS, PAGE_ROWS } from '../../../../app/finder/history.ts';
import { PagedSource } from '../../../../renderer/grid/paged-source.ts';
import { aRow } from './rows.ts';

const page = (from: number, total: number) =>
  Array.from({ length: Math.min(PAGE_ROWS, total - from) }, (_, at) => aRow(`k${from + at}`));

/** A source over an answer of so many rows; `fail` makes its pages refuse to come. */
function paged(total: number, first = PAGE_ROWS) {
  const asked: number[] = [];
  const failures: unknown[] = [];
  const control = { fail: false };
  const source = new PagedSource({
    total,
    first: page(0, total).slice(0, first),
    fetch: async (from) => {
      asked.push(from);
      if (control.fail) throw new Error('gone');
      return page(from, total);
    },
    onFailure: (error) => failures.push(error),
  });
  return { source, asked, failures, control };
}
/** Resolves when the source has told of a change. */
const told = (source: PagedSource) =>
  new Promise<void>((resolve) => {
    const stop = source.subscribe(() => {
      stop();
      resolve();
    });
  });

describe('the rows of a long answer', () => {
  it('are there as far as they are loaded, and are as many as were found', () => {
    const { source } = paged(100_000);
    expect(source.get().total).toBe(100_000);
    expect(source.get().entry(5)?.key).toBe('k5');
    expect(source.get().entry(PAGE_ROWS)).toBeUndefined();
    expect(source.get().indexOf(`k${PAGE_ROWS}`)).toBe(-1);
  });

  it('are more once they are counted, and never fewer', async () => {
    const { source, asked } = paged(PAGE_ROWS, FIRST_ROWS);
    const change = told(source);
    source.grow(2020);
    await change;
    source.grow(10);
    expect(source.get()).toMatchObject({ total: 2020, matched: 2020 });
    expect(source.get().entry(5)).toMatchObject({ key: 'k5', size: 2020 });
    source.wanted(2000, 2019);
    expect(asked).toEqual([2000]);
  });

  it('are asked for when they come in sight, each page once', async () => {
    const { source, asked } = paged(100_000);
    const change = told(source);
    source.wanted(50_000, 50_040);
    source.wanted(50_001, 50_041);
    await change;
    expect(asked).toEqual([50_000]);
    expect(source.get().entry(50_020)).toMatchObject({ key: 'k50020', position: 50_021, size: 100_000 });
    source.wanted(50_000, 50_040);
    expect(asked).toEqual([50_000]);
  });

  it('begin with a part of the first page, of which the rest is asked for when it comes in sight', async () => {
    const { source, asked } = paged(1000, FIRST_ROWS);
    source.wanted(0, FIRST_ROWS - 1);
    expect(asked).toEqual([]);
    expect(source.get().entry(FIRST_ROWS - 1)?.key).toBe(`k${FIRST_ROWS - 1}`);
    expect(source.get().entry(FIRST_ROWS)).toBeUndefined();
    const change = told(source);
    source.wanted(10, FIRST_ROWS);
    await change;
    expect(asked).toEqual([0]);
    expect(source.get().entry(PAGE_ROWS - 1)?.key).toBe(`k${PAGE_ROWS - 1}`);
    await source.load(0, PAGE_ROWS - 1);
    expect(asked).toEqual([0]);
  });

  it('are loaded as a whole although only a part of the first page is there', async () => {
    const { source } = paged(1000, FIRST_ROWS);
    await source.load(0, 999);
    expect(source.get().keysIn(0, 999)).toHaveLength(1000);
    const { source: other } = paged(1000, FIRST_ROWS);
    await other.load(0, 199);
    expect((await other.rows(new Set(['k199']))).map(({ key }) => key)).toEqual(['k199']);
  });

  it('say when a page does not come, and ask for it again', async () => {
    const { source, asked, failures, control } = paged(1000);
    control.fail = true;
    await expect(source.load(400, 400)).rejects.toThrow('gone');
    source.wanted(400, 410);
    await expect.poll(() => failures.length).toBe(1);
    control.fail = false;
    await source.load(400, 410);
    expect(source.get().keyAt(400)).toBe('k400');
    expect(asked).toEqual([400, 400, 400]);
  });

  it('can all be selected once their keys are known, and no page is asked for twice for it', async () => {
    const { source, asked } = paged(1050);
    expect(source.get().keysIn(0, 1049)).toBeUndefined();
    await source.load(0, 1049);
    expect(source.get().keysIn(0, 1049)).toHaveLength(1050);
    expect(asked).toEqual([200, 400, 600, 800, 1000]);
    await source.load(0, 1049);
    expect(asked).toHaveLength(5);
  });

  it('go again when there are too many, but their keys stay, and they are fetched to be copied', async () => {
    const { source, asked } = paged(100_000);
    await source.load(0, 99_999);
    expect(source.get().entry(200)).toBeUndefined();
    expect(source.get().entry(99_999)?.key).toBe('k99999');
    expect(source.get().keysIn(0, 99_999)).toHaveLength(100_000);
    const before = asked.length;
    const rows = await source.rows(new Set(['k99999', 'k200', 'k201', 'nobody']));
    expect(rows.map(({ key }) => key)).toEqual(['k200', 'k201', 'k99999']);
    expect(asked.slice(before)).toEqual([200]);
  });

  it('are none when nothing was found', () => {
    const { source, asked } = paged(0);
    source.wanted(0, 20);
    expect(source.get().keysIn(0, -1)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
