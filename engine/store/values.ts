import type { ObjectType } from '../../app/query/query.ts';
import type { Database } from './database.ts';
import { type DayCatalogue, tableOf } from './days.ts';
import { MAX_VALUES } from './limits.ts';
import type { Known } from './relation-held.ts';
import { runTables } from './run-tables.ts';

/** Columns that completion knows values of, by type and property. */
const completed: Readonly<Record<ObjectType, Readonly<Record<string, string>>>> = {
  process: {
    name: 'name',
    user: 'owner',
    path: 'path',
    parentName: 'parent_name',
    unit: 'unit',
    app: 'app',
  },
  port: { program: 'name', user: 'owner', unit: 'unit', address: 'address', port: 'port' },
  connection: {
    program: 'name',
    user: 'owner',
    unit: 'unit',
    address: 'address',
    remoteAddress: 'remote_address',
    remotePort: 'remote_port',
    port: 'port',
  },
  unit: { name: 'name', user: 'owner' },
  device: {},
};

/** Days that are looked through: what is older is rarely asked for by name. */
const VALUE_DAYS = 7;

/**
 * Values that a field had in the last seven days held, for completion: those that begin with the prefix, in any case of
 * letters, the most frequent first; at most {@link MAX_VALUES}. None for a field that is not completed.
 */
export async function valuesOf(
  database: Database,
  { days }: Known,
  asked: { readonly type: ObjectType; readonly property: string; readonly prefix: string },
): Promise<readonly (string | number)[]> {
  const column = completed[asked.type][asked.property];
  if (column === undefined) return [];
  const kind = asked.type === 'process' ? 'runs' : 'things';
  const ofKind = kind === 'things' ? `kind = '${asked.type}' AND ` : '';
  const selects = [{ name: `open_${kind}`, condition: null }, ...closedTables(days, kind)].map(
    ({ name, condition }) =>
      `SELECT ${column} AS value FROM ${name} WHERE ${ofKind}${condition === null ? '' : `${condition} AND `}starts_with(lower(${column}::VARCHAR), lower($1))`,
  );
  const rows = await database.rows({
    sql: `SELECT value FROM (${selects.join(' UNION ALL ')}) WHERE value::VARCHAR <> '' GROUP BY value ORDER BY count(*) DESC, value LIMIT ${MAX_VALUES}`,
    parameters: [asked.prefix],
  });
  return rows.flatMap(({ value }) => (typeof value === 'string' || typeof value === 'number' ? [value] : []));
}

/** Tables of the last days held, and the condition for their rows. */
function closedTables(days: DayCatalogue, kind: 'runs' | 'things') {
  if (kind === 'things') {
    const recent = days.of(kind).slice(-VALUE_DAYS);
    return recent.map((day) => ({ name: tableOf(kind, day), condition: null }));
  }
  const recent = new Set(days.ofRuns().slice(-VALUE_DAYS));
  return runTables(days, (day) => recent.has(day));
}
