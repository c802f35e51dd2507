import { t } from '../../app/messages/index.ts';
import { type Field, type FieldKey, fields } from '../../app/query/fields.ts';
import type { AnswerColumn, ObjectType, Row, Value } from '../../app/query/query.ts';
import { displayText } from '../../app/text/display.ts';
import { duration, type Measure } from '../../ui/format/format.ts';
import type { CellContext, GridColumn } from '../grid/grid-column.ts';
import { unitName } from '../object/unit-name.ts';
import { MASK, maskText } from '../redact/redact.ts';
import { tellingArgument, withoutFolder } from './telling-argument.ts';

/** What columns need to know of all rows together; looked up while a cell is drawn. */
interface ColumnFacts {
  /** Whether several rows have this name: they are told apart by what they run. */
  readonly isShared: (name: string) => boolean;
  /** Bytes; 0 while it is not known. */
  readonly memoryTotal: () => number;
}

const noFacts: ColumnFacts = { isShared: () => false, memoryTotal: () => 0 };

/** Widths in pixels and everything else by which a column differs from what its kind makes of it. */
type Spec = Partial<Omit<GridColumn, 'id' | 'property' | 'kind' | 'title'>> & { readonly width: number };

/** Seven figures: systems of 64 bits give PIDs up to 4 194 304 before they begin again. */
const PID_WIDTH = 76;

/** Columns in the order in which they stand, by field. Priority is the place in {@link byImportance}. */
const specs: Readonly<Record<ObjectType, Readonly<Record<string, Spec>>>> = {
  process: {
    name: { width: 240, minWidth: 120, eased: 184 },
    pid: { width: PID_WIDTH, identifier: true },
    cpu: { width: 80, live: true },
    memory: { width: 96, live: true },
    user: { width: 96 },
    parent: { width: 104, saidByTree: true },
    command: { width: 152, grows: true, shorten: withoutFolder },
    started: { width: 132, numeric: true },
    state: { width: 112, live: true },
    threads: { width: 80, live: true },
    read: { width: 88, live: true },
    written: { width: 88, live: true },
    unit: { width: 150 },
    app: { width: 120 },
    path: { width: 240, cut: 'middle' },
    ppid: { width: 88, identifier: true },
    ended: { width: 132, numeric: true },
    duration: { width: 96, numeric: true },
    exit: { width: 104, identifier: true },
    peak: { width: 104 },
    'memory-peak': { width: 128 },
    lived: { width: 104, numeric: true },
    first: { width: 132, numeric: true },
    last: { width: 132, numeric: true },
  },
  port: {
    port: { width: 64, identifier: true, names: true },
    program: { width: 160, grows: true },
    address: { width: 120 },
    pid: { width: PID_WIDTH, identifier: true },
    protocol: { width: 72 },
    user: { width: 80 },
    unit: { width: 160 },
    since: { width: 132, numeric: true },
    first: { width: 132, numeric: true },
    last: { width: 132, numeric: true },
  },
  connection: {
    program: { width: 160, names: true },
    remote: { width: 140, grows: true },
    'remote-port': { width: 92, identifier: true },
    state: { width: 112, live: true },
    direction: { width: 88 },
    port: { width: 88, identifier: true },
    address: { width: 140 },
    protocol: { width: 80 },
    pid: { width: PID_WIDTH, identifier: true },
    user: { width: 96 },
    unit: { width: 160 },
    since: { width: 132, numeric: true },
    first: { width: 132, numeric: true },
    last: { width: 132, numeric: true },
  },
  unit: {
    name: { width: 240, minWidth: 120, eased: 180 },
    kind: { width: 76 },
    processes: { width: 84, live: true },
    cpu: { width: 80, live: true },
    memory: { width: 96, live: true },
    read: { width: 88, live: true },
    written: { width: 88, live: true },
    'cpu-pressure': { width: 156, live: true },
    'memory-pressure': { width: 132, live: true },
    'io-pressure': { width: 124, live: true },
    user: { width: 96 },
    since: { width: 132, numeric: true },
    first: { width: 132, numeric: true },
    last: { width: 132, numeric: true },
  },
  device: {
    time: { width: 160, names: true },
    cpu: { width: 88 },
    memory: { width: 104 },
    read: { width: 104 },
    written: { width: 104 },
    received: { width: 104 },
    sent: { width: 104 },
    processes: { width: 104 },
  },
};

/** When the rows of a list are of: now, some time before, or things that have ended. */
export type ListTime = 'now' | 'past' | 'gone';

/** Which columns stand in a list as long as nobody has chosen, as far as there is room for them. */
const byImportance: Readonly<Record<ObjectType, Readonly<Record<ListTime, readonly string[]>>>> = {
  process: {
    now: [
      ...[
        'name',
        'cpu',
        'memory',
        'pid',
        'command',
        'parent',
        'user',
        'started',
        'state',
        'threads',
        'read',
        'written',
      ],
    ],
    past: [
      ...['name', 'cpu', 'peak', 'memory', 'ended', 'duration', 'pid', 'command', 'parent', 'user', 'started'],
      ...['lived', 'exit'],
    ],
    gone: [
      'name',
      'ended',
      'duration',
      'exit',
      'pid',
      'command',
      'peak',
      'parent',
      'user',
      'started',
      'lived',
      'memory',
    ],
  },
  port: {
    now: ['port', 'program', 'address', 'pid', 'protocol', 'user', 'since', 'unit'],
    past: ['port', 'program', 'first', 'last', 'address', 'pid', 'protocol', 'user', 'unit'],
    gone: ['port', 'program', 'last', 'first', 'address', 'pid', 'protocol', 'user', 'unit'],
  },
  connection: {
    now: ['program', 'remote', 'remote-port', 'state', 'direction', 'port', 'user', 'since', 'pid', 'protocol'],
    past: ['program', 'remote', 'remote-port', 'first', 'last', 'direction', 'port', 'user', 'pid', 'protocol'],
    gone: ['program', 'remote', 'remote-port', 'last', 'first', 'direction', 'port', 'user', 'pid', 'protocol'],
  },
  unit: {
    now: ['name', 'cpu', 'memory', 'processes', 'kind', 'read', 'written', 'cpu-pressure', 'memory-pressure', 'user'],
    past: ['name', 'cpu', 'memory', 'processes', 'kind', 'first', 'last', 'read', 'written', 'user'],
    gone: ['name', 'last', 'first', 'kind', 'cpu', 'memory', 'processes', 'user', 'read', 'written'],
  },
  device: {
    now: ['time', 'cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'],
    past: ['time', 'cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'],
    gone: ['time', 'cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'],
  },
};

/** Columns that no window has room for without being asked. */
const UNASKED = 100;

/** The columns of a type: of now with those that only the present knows, of another time with those of the history. */
export function columnsOf(type: ObjectType, time: ListTime, facts: ColumnFacts = noFacts): readonly GridColumn[] {
  const list: readonly Field[] = fields[type];
  // Of the past one asks when and how long before one asks which: there what matters most stands first.
  const important = time === 'now' ? [] : byImportance[type][time];
  const order = [...new Set([...important, ...Object.keys(specs[type])])];
  return list
    .filter(({ only }) => only === undefined || (only === 'history') === (time !== 'now'))
    .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
    .map((field) => columnOf(type, field, facts, time));
}

function columnOf(type: ObjectType, field: Field, facts: ColumnFacts, time: ListTime): GridColumn {
  const spec = specs[type][field.id];
  const place = byImportance[type][time].indexOf(field.id);
  const { kind } = field;
  return {
    id: field.id,
    property: field.property,
    kind,
    title: t(`column.${type}.${field.id}` as `column.${FieldKey}`),
    width: 120,
    minWidth: 56,
    numeric: kind === 'integer' || kind === 'percent' || kind === 'bytes' || kind === 'rate',
    priority: place < 0 ? UNASKED + Object.keys(specs[type]).indexOf(field.id) : place,
    cut: 'end',
    missing: (row) => missingText(type, field, row),
    ...(field.id === 'name' ? { names: true } : {}),
    ...(field.sensitive ? { sensitive: true } : {}),
    ...formatOf(type, field, facts),
    ...spec,
  };
}

function formatOf(type: ObjectType, field: Field, facts: ColumnFacts): Pick<GridColumn, 'format' | 'bar'> {
  if (field.kind === 'choice') return { format: (value) => text(choiceText(value)) };
  if (field.kind === 'duration') {
    return { format: (value) => (typeof value === 'number' ? text(duration(value)) : null) };
  }
  if (field.id === 'unit')
    return { format: (value, _row, context) => text(shownText(unitName(String(value)), context)) };
  if (field.id === 'address') return { format: (value, _row, context) => text(addressText(String(value), context)) };
  if (type === 'process' && field.id === 'name') {
    return {
      format: (value, row, context) => {
        const name = String(value);
        return text(shownText(name, context), facts.isShared(name) ? shownText(tellingOf(row), context) : '');
      },
    };
  }
  // One core is a full bar; a process of several threads has more and shows it in its figure.
  if (field.id === 'cpu') return { bar: (row) => shareOf(row['cpu'], 100) };
  if (field.id === 'memory') return { bar: (row) => shareOf(row['memory'], facts.memoryTotal()) };
  return {};
}

/** A text of this computer as it may be shown: a format of a column's own is not masked by anybody else. */
function shownText(value: string, { redact, names }: CellContext): string {
  const shown = displayText(value);
  return redact ? maskText(shown, names) : shown;
}

/** "All" is no address of anybody. */
function addressText(value: string, { redact }: CellContext): string {
  if (value === '*') return t('value.all-addresses');
  return redact ? MASK : displayText(value);
}

/** Drawn quietly where a figure has its unit, and a little apart from the name. */
function tellingOf(row: Row): string {
  const telling = tellingArgument(String(row['commandLine'] ?? ''), String(row['name'] ?? ''));
  return telling === '' ? '' : `\u00a0${telling}`;
}

function shareOf(value: Value | undefined, whole: number): number {
  return typeof value === 'number' && whole > 0 ? Math.min(1, Math.max(0, value / whole)) : 0;
}

const text = (value: string, unit = ''): Measure => ({ value, unit });

/** The word for a value of a choice, such as a state. */
export function choiceText(value: Value): string {
  return typeof value === 'string' ? t(`choice.${value}` as 'choice.unknown') : t('choice.unknown');
}

const isFigure = ({ kind }: Pick<Field, 'kind'>): boolean => kind === 'percent' || kind === 'bytes' || kind === 'rate';

/** Why there is no value: it needs permission, it cannot be known, or there is none. */
function missingText(type: ObjectType, field: Pick<Field, 'id' | 'kind'>, row: Row): string {
  if (type === 'process') return missingOfProcess(field, row);
  // Once in a row is enough: the PID beside it is missing for the same reason.
  if (field.id === 'program' && lacksProcess(type, row)) {
    return isGuarded(type, row) ? t('value.needs-permission') : t('value.unknown');
  }
  return field.kind === 'moment' ? t('value.unknown') : t('value.none');
}

/** Fields of which a process of another account tells nothing. */
const guardedFields: ReadonlySet<string> = new Set(['path', 'read', 'written', 'command']);

function missingOfProcess(field: Pick<Field, 'id' | 'kind'>, row: Row): string {
  if (row['kernel'] === true) return t('value.none');
  // The kernel itself has started it.
  if (field.id === 'parent' && row['parentPid'] === 0) return t('value.none');
  if (field.id === 'ended' || field.id === 'exit') {
    // With a code it has ended, some time before it is gone: it is listed for as long as its parent does not ask for that.
    return row['ended'] === null && typeof row['exit'] !== 'number' ? t('value.runs-still') : t('value.unknown');
  }
  if (guardedFields.has(field.id) && row['mine'] === false) return t('value.needs-permission');
  // Three figures in a row that say so in words would only be cut: a line above the list says why nothing is known.
  if (isFigure(field)) return t('value.none');
  return field.id === 'app' || field.id === 'unit' ? t('value.none') : t('value.unknown');
}

/** Whether a socket has a process that is not known. A connection that is closed belongs to none any more. */
function lacksProcess(type: ObjectType, row: Row): boolean {
  const closed = row['state'] === 'time-wait' || row['state'] === 'closing';
  return (type === 'port' || type === 'connection') && row['program'] === null && !closed;
}

/** Whether the process of a socket is kept from this account, and was not just not found yet. */
export function isGuarded(type: ObjectType, row: Row): boolean {
  return lacksProcess(type, row) && row['guarded'] !== false;
}

/** The columns of a reckoned answer, in its own order: groups, counts and what is shown of them. */
export function answerColumns(
  type: ObjectType,
  columns: readonly AnswerColumn[],
  facts: ColumnFacts,
): readonly GridColumn[] {
  return columns.map(({ property, field: id, aggregate }, index) => {
    const field = id === null ? undefined : (fields[type] as readonly Field[]).find((known) => known.id === id);
    const shared = { property, priority: index, ...(index === 0 ? { names: true as const } : {}) };
    if (!field || aggregate === 'count') return { ...countColumn, ...shared, id: property, title: t('column.count') };
    const column = columnOf(type, field, facts, 'past');
    const { names: _, live: _live, bar, ...plain } = column;
    if (aggregate === null) return { ...plain, ...(bar ? { bar } : {}), ...shared, id: field.id };
    const title = t('column.of', { field: column.title, aggregate: t(`aggregate.${aggregate}`).toLocaleLowerCase() });
    return { ...plain, ...shared, id: property, title, width: Math.max(plain.width, widthOfTitle(title)) };
  });
}

/** Pixels of a letter of a head on average, and of what stands around a title: its room and the mark of the order. */
const LETTER = 6.5;
const AROUND_TITLE = 40;

/** What was reckoned has a long title, and few columns stand beside it: it is read whole. */
const widthOfTitle = (title: string): number => Math.ceil(title.length * LETTER + AROUND_TITLE);

const countColumn = {
  kind: 'integer',
  width: 88,
  minWidth: 56,
  numeric: true,
  cut: 'end',
  missing: () => t('value.none'),
} as const;
