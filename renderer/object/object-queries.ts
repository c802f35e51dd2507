import type { Field } from '../../app/query/fields.ts';
import type {
  AnswerColumn,
  ObjectType,
  Operator,
  Query,
  Row,
  Step,
  Term,
  TimeClause,
  Value,
} from '../../app/query/query.ts';
import { groupingOf } from '../../app/query/shown.ts';
import { programsOnly } from '../state/scope.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The search that finds an object again; `null` for one that nothing tells from others. */
export function queryOf(type: ObjectType, row: Row): Query | null {
  switch (type) {
    case 'process':
      return query('process', [is('pid', row['pid']), is('name', row['name'])]);
    case 'port':
      return query('port', [
        is('port', row['port']),
        is('protocol', row['protocol']),
        equals('address', row['address']),
      ]);
    case 'connection':
      return query('connection', [
        is('port', row['port']),
        equals('remote', row['remoteAddress']),
        is('remote-port', row['remotePort']),
      ]);
    case 'unit':
      return query('unit', [equals('name', row['name'])]);
    case 'device':
      return typeof row['time'] === 'number' ? query('device', [], minuteOf(row['time'])) : null;
  }
}

/** Whether the rows of a search's answer stand for several objects each. */
export function isGrouped(query: Query): boolean {
  return groupingOf(query) !== null;
}

/**
 * The search for the objects that a row of a grouped answer stands for: those that were grouped, with the values that
 * the row has. A value that is not known cannot be asked for, so that its group leads to more than it has.
 */
export function queryOfGroup(query: Query, columns: readonly AnswerColumn[], row: Row): Query {
  const terms = columns
    .filter(({ field, aggregate }) => field !== null && aggregate === null)
    .map(({ field, property }) => equals(field ?? '', row[property]));
  const added = terms.filter((term) => term !== null);
  // What was not grouped is not led to.
  return { ...added.reduce(withTerm, programsOnly(query)), steps: [] };
}

/** Where to look next from an object, the likeliest first; texts under `investigate.`. */
type InvestigationId =
  | 'children'
  | 'unit'
  | 'app'
  | 'same-name'
  | 'around'
  | 'around-since'
  | 'ports'
  | 'connections'
  | 'user'
  | 'process'
  | 'same-port'
  | 'same-remote'
  | 'members'
  | 'members-gone'
  | 'minute';

interface Investigation {
  readonly id: InvestigationId;
  readonly query: Query;
}

/** The searches that lead on from an object, as far as what they need is known of it. */
export function investigationsOf(type: ObjectType, row: Row): readonly Investigation[] {
  const found: Record<ObjectType, () => readonly (Investigation | null)[]> = {
    process: () => [
      step('children', 'process', [is('ppid', row['pid'])]),
      step('around', 'process', [], around(row['started'])),
      step('unit', 'process', [equals('unit', row['unit'])]),
      step('app', 'process', [equals('app', row['app'])]),
      step('same-name', 'process', [equals('name', row['name'])], lastDay, [
        { kind: 'sort', by: [{ field: 'started', descending: true }] },
      ]),
      step('ports', 'port', [is('pid', row['pid'])]),
      step('connections', 'connection', [is('pid', row['pid'])]),
      step('user', 'process', [equals('user', row['user'])]),
    ],
    port: () => [
      step('process', 'process', [is('pid', row['pid'])]),
      step('connections', 'connection', [is('port', row['port'])]),
      step('same-port', 'port', [is('port', row['port'])], lastDay),
      step('unit', 'process', [equals('unit', row['unit'])]),
      step('around-since', 'process', [], around(row['since'])),
    ],
    connection: () => [
      step('process', 'process', [is('pid', row['pid'])]),
      step('same-remote', 'connection', [equals('remote', row['remoteAddress'])]),
      step('unit', 'process', [equals('unit', row['unit'])]),
      step('around-since', 'process', [], around(row['since'])),
    ],
    unit: () => [
      step('members', 'process', [equals('unit', row.key)]),
      step('members-gone', 'process', [equals('unit', row.key), { kind: 'is', flag: 'gone' }], lastDay),
      step('around-since', 'process', [], around(row['since'])),
      step('user', 'unit', [equals('user', row['user'])]),
    ],
    device: () => [
      step('minute', 'process', [], typeof row['time'] === 'number' ? minuteOf(row['time']) : null, [
        { kind: 'sort', by: [{ field: 'cpu', descending: true }] },
      ]),
    ],
  };
  return found[type]().filter((one) => one !== null);
}

const lastDay: TimeClause = { kind: 'during', last: DAY };

/** An investigation, unless something that it needs is not known. */
function step(
  id: InvestigationId,
  type: ObjectType,
  terms: readonly (Term | null)[],
  time: TimeClause | null = null,
  steps: readonly Step[] = [],
): Investigation | null {
  const known = terms.filter((term) => term !== null);
  if (known.length < terms.length || (known.length === 0 && time === null)) return null;
  return { id, query: { type, terms: known, time, steps } };
}

function query(type: ObjectType, terms: readonly (Term | null)[], time: TimeClause | null = null): Query {
  return { type, terms: terms.filter((term) => term !== null), time, steps: [] };
}

function is(field: string, value: Value | undefined): Term | null {
  return compared(field, ':', value);
}

function equals(field: string, value: Value | undefined): Term | null {
  return compared(field, '=', value);
}

function compared(field: string, operator: Operator, value: Value | undefined): Term | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  if (value === '') return null;
  return { kind: 'field', field, operator, operand: { kind: 'one', value } };
}

/** From the minute before a moment to the one after it; `null` when the moment is not known. */
function around(at: Value | undefined): TimeClause | null {
  if (typeof at !== 'number' || at <= 0) return null;
  return { kind: 'between', from: { text: minuteText(at - MINUTE) }, to: { text: minuteText(at + 2 * MINUTE) } };
}

/** The minute that a moment lies in. */
function minuteOf(at: number): TimeClause {
  return { kind: 'at', moment: { text: minuteText(at) } };
}

/** A moment as a query has it, in the time of this computer. */
function minuteText(at: number): string {
  const moment = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day} ${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** Amounts move from reading to reading: of those a filter asks for as much and more, and not for the very same. */
export function isAmount({ kind }: Pick<Field, 'kind'>): boolean {
  return kind === 'percent' || kind === 'bytes' || kind === 'rate';
}

/**
 * The term by which a search keeps the rows with the value that a cell shows, or with that amount and more; `null` for a
 * value that is not known, and for moments, which hardly two rows have in common.
 */
export function termOf(field: Field, value: Value): Term | null {
  if (field.kind === 'moment' || field.kind === 'duration') return null;
  if (!isAmount(field)) return equals(field.id, value);
  return typeof value === 'number' ? compared(field.id, '>=', roundedDown(field, value)) : null;
}

const MIB = 1024 ** 2;

/** A round figure at or below a value, so that the row that it was taken from stays and the search can be read. */
function roundedDown({ kind }: Field, value: number): number {
  if (kind === 'percent') return value < 1 ? Math.floor(value * 10) / 10 : Math.floor(value);
  return value >= MIB ? Math.floor(value / MIB) * MIB : Math.floor(value / 1024) * 1024;
}

/** A search with one more term; it is the same when it has the term already. The opposite of the term is taken out. */
export function withTerm(query: Query, term: Term): Query {
  const same = (other: Term) => JSON.stringify(other) === JSON.stringify(term);
  if (query.terms.some(same)) return query;
  const opposite = (other: Term) =>
    (other.kind === 'not' && JSON.stringify(other.term) === JSON.stringify(term)) ||
    (term.kind === 'not' && JSON.stringify(term.term) === JSON.stringify(other));
  return { ...query, terms: [...query.terms.filter((other) => !opposite(other)), term] };
}
