import { processStates } from '../../app/finder/process.ts';
import { defaultGridState, type GridState } from '../../app/grid/grid-state.ts';
import { t } from '../../app/messages/index.ts';
import { fields } from '../../app/query/fields.ts';
import type { Row } from '../../app/query/query.ts';
import type { GridColumn } from '../grid/grid-column.ts';

type ProcessField = (typeof fields.process)[number]['id'];

type Needed = 'width' | 'minWidth' | 'numeric' | 'priority';
type Look = Pick<GridColumn, Needed> & Partial<Omit<GridColumn, Needed | 'id' | 'title'>>;

/** The columns of processes that run, in the order in which they stand at first. */
const looks = {
  // Thirty characters beside a twisty.
  name: { width: 236, minWidth: 84, numeric: false, priority: 0, names: true },
  pid: { width: 72, minWidth: 56, numeric: true, priority: 3, identifier: true },
  user: { width: 96, minWidth: 64, numeric: false, priority: 4 },
  cpu: { width: 84, minWidth: 64, numeric: true, priority: 1, live: true },
  memory: { width: 96, minWidth: 72, numeric: true, priority: 2, live: true },
  read: { width: 92, minWidth: 72, numeric: true, priority: 12, live: true },
  written: { width: 92, minWidth: 72, numeric: true, priority: 13, live: true },
  threads: { width: 84, minWidth: 64, numeric: true, priority: 10, live: true },
  state: { width: 96, minWidth: 64, numeric: false, priority: 11, live: true },
  started: { width: 120, minWidth: 80, numeric: true, priority: 9 },
  app: { width: 120, minWidth: 80, numeric: false, priority: 8 },
  unit: { width: 160, minWidth: 80, numeric: false, priority: 7, cut: 'middle' },
  parent: { width: 120, minWidth: 80, numeric: false, priority: 6 },
  ppid: { width: 84, minWidth: 56, numeric: true, priority: 14, identifier: true },
  path: { width: 220, minWidth: 80, numeric: false, priority: 15, cut: 'middle', muted: true },
  command: { width: 220, minWidth: 100, numeric: false, priority: 5, cut: 'middle', muted: true },
} as const satisfies Partial<Record<ProcessField, Look>>;

/**
 * The columns of the list of processes, in the language in use.
 * @param memoryTotal bytes of memory that the computer has; 0 when not known
 */
export function processColumns(memoryTotal: () => number): readonly GridColumn[] {
  return (Object.keys(looks) as (keyof typeof looks)[]).map((id) => {
    const field = fields.process.find((candidate) => candidate.id === id);
    if (!field) throw new Error(`no field ${id}`);
    return {
      id,
      property: field.property,
      kind: field.kind,
      title: t(`column.${id}`),
      cut: 'end',
      missing: id === 'path' || id === 'command' ? missingPath : () => t('detail.unknown'),
      ...('sensitive' in field ? { sensitive: true } : {}),
      ...looks[id],
      ...(id === 'state' ? { format: stateText } : {}),
      ...(id === 'cpu' ? { bar: cpuShare } : {}),
      ...(id === 'memory' ? { bar: (row: Row) => share(row['memory'], memoryTotal()) } : {}),
    } satisfies GridColumn;
  });
}

/** A part of the kernel has no command line, and no path to be hidden. */
export function missingPath({ commandLine }: Row): string {
  return t(commandLine === '' ? 'value.not-available' : 'value.needs-permission');
}

function stateText(value: Row[string]) {
  const state = processStates.find((known) => known === value) ?? 'unknown';
  return { value: t(`state.${state}`), unit: '' };
}

/** Of one core: most programs use no more, and a bar of a hundredth would say nothing. */
const cpuShare = (row: Row) => share(row['cpu'], 100);

function share(part: Row[string] | undefined, whole: number): number {
  return typeof part === 'number' && whole > 0 ? part / whole : 0;
}

/** What keeps the computer busy stands first. */
export const processGridState: GridState = { ...defaultGridState, sort: [{ column: 'cpu', descending: true }] };
