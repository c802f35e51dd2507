import { describe, expect, it } from 'vitest';
import { defaultGridState } from '../../../../app/grid/grid-state.ts';
import type { Row } from '../../../../app/query/query.ts';
import { copyAs } from '../../../../renderer/grid/copy-rows.ts';
import { LocalSource } from '../../../../renderer/grid/local-source.ts';
import { type Note, noteKey } from '../../../../renderer/grid/note.ts';
import { NotedSource, OTHER_NOTES } from '../../../../renderer/grid/noted-source.ts';
import { PagedSource } from '../../../../renderer/grid/paged-source.ts';
import { createStore } from '../../../../ui/state/store.ts';
import { aRow, column, columns, plain } from './rows.ts';

const note = (from: number, to: number): Note => ({
  key: noteKey(from),
  from,
  to,
  text: `Not recorded ${from} – ${to}`,
  record: { gap: 'off', from: String(from), to: String(to) },
});
const byStart = (descending: boolean) => [{ column: 'started', descending }];
const rowsAt = (...starts: number[]) => starts.map((started) => aRow(`k${started}`, { started, memory: 1 }));

/** A list of rows by their start, with notes between them. */
function noted(rows: readonly Row[], notes: readonly Note[], state = { ...defaultGridState, sort: byStart(true) }) {
  const store = createStore(state);
  const inner = new LocalSource({
    rows: createStore(rows),
    state: store,
    filter: createStore(null),
    columns,
  });
  const source = new NotedSource(inner, {
    notes,
    order: () => {
      const [first] = store.get().sort;
      return first?.column === 'started' ? { property: 'started', descending: first.descending } : null;
    },
    others: (others) => `${others.length} more`,
  });
  return { source, store };
}
const keys = ({ source }: { readonly source: NotedSource }) => {
  const view = source.get();
  return Array.from({ length: view.total }, (_, index) => view.keyAt(index));
};

describe('what was not recorded, in a list', () => {
  it('stands in its place in time, whichever way that goes', () => {
    const list = noted(rowsAt(100, 300, 500), [note(150, 250), note(350, 450)]);
    expect(keys(list)).toEqual(['k500', noteKey(350), 'k300', noteKey(150), 'k100']);
    list.store.update((now) => ({ ...now, sort: byStart(false) }));
    expect(keys(list)).toEqual(['k100', noteKey(150), 'k300', noteKey(350), 'k500']);
  });

  it('is no match, and in no sum', () => {
    const list = noted(rowsAt(100, 300), [note(150, 250)], { ...defaultGridState, sort: byStart(true), totals: true });
    const view = list.source.get();
    expect([view.total, view.matched, view.all]).toEqual([3, 2, 2]);
    expect(view.totals).toMatchObject({ memory: 2 });
    expect(view.rowsOf(new Set([noteKey(150)]))).toEqual([]);
  });

  it('stands before the rows where they are in another order, and in no group', () => {
    const other = noted(rowsAt(100, 300), [note(150, 250)], {
      ...defaultGridState,
      sort: [{ column: 'name', descending: false }],
    });
    expect(keys(other)[0]).toBe(noteKey(150));
    const grouped = noted(rowsAt(100, 300), [note(150, 250)], {
      ...defaultGridState,
      sort: byStart(true),
      group: 'name',
    });
    const view = grouped.source.get();
    expect(view.entry(0)?.kind).toBe('note');
    expect(view.entry(1)).toMatchObject({ kind: 'group' });
  });

  it('is told as one but for the longest there, and opened', () => {
    const notes = [note(10, 20), note(30, 90), note(100, 110)];
    const list = noted(rowsAt(1), notes, { ...defaultGridState, sort: [{ column: 'name', descending: false }] });
    expect(keys(list)).toEqual([noteKey(30), OTHER_NOTES, 'k1']);
    expect(list.source.get().entry(1)).toMatchObject({ text: '2 more', expanded: false });
    const asked = list.source.get().asked;
    expect(list.source.foldInFilter([OTHER_NOTES], true)).toBe(true);
    expect(keys(list)).toEqual([noteKey(30), OTHER_NOTES, noteKey(10), noteKey(100), 'k1']);
    expect(list.source.get().asked).toBe(asked + 1);
  });

  it('is found by its key, selected with what is around it, and copied with it', async () => {
    const { source } = noted(rowsAt(100, 300), [note(150, 250)]);
    const view = source.get();
    expect(view.indexOf(noteKey(150))).toBe(1);
    expect(view.indexOf('k100')).toBe(2);
    expect(new Set(view.keysIn(0, 2))).toEqual(new Set(['k300', noteKey(150), 'k100']));
    expect(view.keysIn(1, 1)).toEqual([noteKey(150)]);
    const rows = await source.rows(new Set(['k100', 'k300', noteKey(150)]));
    const shown = ['name', 'pid'].map(column);
    expect(copyAs('text', rows, shown, plain).split('\n')[2]).toBe('Not recorded 150 – 250\t');
    expect(copyAs('csv', rows, shown, plain).split('\r\n')[2]).toBe('Not recorded 150 – 250,');
    expect(JSON.parse(copyAs('json', rows, shown, plain))[1]).toEqual({ gap: 'off', from: '150', to: '250' });
  });

  it('is copied whole where one line stands for several', async () => {
    const list = noted([], [note(10, 20), note(30, 90), note(100, 110)]);
    const rows = await list.source.rows(new Set([OTHER_NOTES]));
    expect(rows.map(({ key }) => key)).toEqual([noteKey(10), noteKey(100)]);
  });

  it('moves down a long answer as its pages come, and leaves no row out', async () => {
    const total = 1000;
    const row = (index: number) => aRow(`k${index}`, { started: 10_000 - index });
    const page = (from: number) => Array.from({ length: Math.min(200, total - from) }, (_, at) => row(from + at));
    const inner = new PagedSource({ total, first: page(0), fetch: async (from) => page(from), onFailure: () => {} });
    const source = new NotedSource(inner, {
      notes: [note(9299.5, 9299.6)],
      order: () => ({ property: 'started', descending: true }),
      others: () => '',
    });
    expect(source.get().indexOf(noteKey(9299.5))).toBe(200);
    source.wanted(690, 710);
    await source.load(600, 800);
    expect(source.get().indexOf(noteKey(9299.5))).toBe(701);
    expect(source.get().keyAt(700)).toBe('k700');
    expect(source.get().keyAt(702)).toBe('k701');
    expect(source.get().total).toBe(total + 1);
  });
});
