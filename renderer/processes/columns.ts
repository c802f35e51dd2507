import type { Process } from '../../app/finder/process.ts';
import { t } from '../../app/messages/index.ts';
import { bytes, count, type Measure, measureText, percent, shortMoment } from '../../ui/format/format.ts';
import { MASK, maskPath } from '../redact/redact.ts';
import { type ColumnId, columnIds } from './sort.ts';

/** What the text of a cell depends on besides the process. */
export interface CellContext {
  readonly redact: boolean;
  /** A moment of today, UTC milliseconds; the same number all day, so that rows are not drawn again for it. */
  readonly today: number;
}

export interface ProcessColumn {
  readonly id: ColumnId;
  /** Widths in pixels. The last column shown takes what is left. */
  readonly size: number;
  readonly minSize: number;
  readonly numeric: boolean;
  /** Changes from sample to sample; a change is shown by a fading mark. */
  readonly live: boolean;
  /** The column that names the row; it cannot be hidden. */
  readonly names?: true;
  /** Number and unit; `null` when not known. */
  readonly measure: (process: Process, context: CellContext) => Measure | null;
}

const text = (value: string): Measure | null => (value === '' ? null : { value, unit: '' });

const specs: Readonly<Record<ColumnId, Omit<ProcessColumn, 'id'>>> = {
  name: { size: 180, minSize: 100, numeric: false, live: false, names: true, measure: ({ name }) => text(name) },
  pid: { size: 64, minSize: 56, numeric: true, live: false, measure: ({ pid }) => text(String(pid)) },
  user: {
    size: 96,
    minSize: 64,
    numeric: false,
    live: false,
    measure: ({ user }, { redact }) => text(redact && user !== '' ? MASK : user),
  },
  cpu: { size: 76, minSize: 64, numeric: true, live: true, measure: ({ cpu }) => percent(cpu) },
  memory: { size: 88, minSize: 72, numeric: true, live: true, measure: ({ memory }) => bytes(memory) },
  threads: { size: 84, minSize: 64, numeric: true, live: true, measure: ({ threads }) => text(count(threads)) },
  state: { size: 96, minSize: 64, numeric: false, live: true, measure: ({ state }) => text(t(`state.${state}`)) },
  started: {
    size: 120,
    minSize: 80,
    numeric: true,
    live: false,
    measure: ({ started }, { today }) => (started === 0 ? null : text(shortMoment(started, today))),
  },
  path: {
    size: 120,
    minSize: 80,
    numeric: false,
    live: false,
    measure: ({ path }, { redact }) => (path === null ? null : text(redact ? maskPath(path) : path)),
  },
};

/** The columns in the order in which they stand. */
export const processColumns: readonly ProcessColumn[] = columnIds.map((id) => ({ id, ...specs[id] }));

export function columnTitle(id: ColumnId): string {
  return t(`column.${id}`);
}

/** What stands for a value that is not known. A part of the kernel has no command line, and no path to be hidden. */
export function missingText(id: ColumnId, { commandLine }: Process): string {
  if (id !== 'path') return t('detail.unknown');
  return t(commandLine === '' ? 'value.not-available' : 'value.needs-permission');
}

/** Rows as tab-separated text with a head, as spreadsheets take it; redacted when the table is. */
export function rowsAsText(
  processes: readonly Process[],
  columns: readonly ProcessColumn[],
  context: CellContext,
): string {
  const head = columns.map(({ id }) => columnTitle(id));
  const rows = processes.map((process) =>
    columns.map((column) => {
      const measure = column.measure(process, context);
      return measure ? measureText(measure).replace(/\s+/g, ' ') : '';
    }),
  );
  return [head, ...rows].map((cells) => cells.join('\t')).join('\n');
}
