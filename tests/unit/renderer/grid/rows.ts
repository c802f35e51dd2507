import { defaultGridState, type GridState } from '../../../../app/grid/grid-state.ts';
import type { Row, Value } from '../../../../app/query/query.ts';
import type { CellContext, GridColumn } from '../../../../renderer/grid/grid-column.ts';

const aColumn = (id: string, of: Partial<GridColumn> = {}): GridColumn => ({
  id,
  property: id,
  kind: 'text',
  title: id.toUpperCase(),
  width: 100,
  minWidth: 40,
  numeric: false,
  priority: 9,
  cut: 'end',
  missing: () => 'none',
  ...of,
});

/** Columns of every kind that matters, as a list of processes has them. */
export const columns: readonly GridColumn[] = [
  aColumn('name', { names: true, width: 200, priority: 0 }),
  aColumn('pid', { kind: 'integer', identifier: true, numeric: true, width: 60, priority: 3 }),
  aColumn('user', { sensitive: true, priority: 4 }),
  aColumn('cpu', { kind: 'percent', numeric: true, width: 80, priority: 1 }),
  aColumn('memory', { kind: 'bytes', numeric: true, width: 80, priority: 2 }),
  aColumn('path', { cut: 'middle', priority: 5 }),
  aColumn('started', { kind: 'moment', numeric: true, priority: 6 }),
  aColumn('mine', { kind: 'yes-no', priority: 7 }),
];

/** The column of this id. */
export function column(id: string): GridColumn {
  const found = columns.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no column ${id}`);
  return found;
}

/** A row that differs from a plain one in what a test is about. */
export function aRow(key: string, of: Readonly<Record<string, Value>> = {}): Row {
  return {
    name: key,
    pid: 100,
    user: 'marta',
    cpu: 0,
    memory: 4_194_304,
    path: '/usr/bin/bash',
    started: 1_700_000_000_000,
    mine: true,
    parentKey: null,
    ...of,
    key,
  };
}

export function aState(of: Partial<GridState> = {}): GridState {
  return { ...defaultGridState, ...of };
}

export const plain: CellContext = { redact: false, names: [], today: 0 };
export const redacted: CellContext = { redact: true, names: ['vm'], today: 0 };
