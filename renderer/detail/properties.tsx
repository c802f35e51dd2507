import { t } from '../../app/messages/index.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { TextLink } from '../../ui/design/controls.tsx';
import { measureText } from '../../ui/format/format.ts';
import { cellMeasure, maskedText } from '../grid/cell-text.ts';
import { cellValue, type GridColumn, isMissing } from '../grid/grid-column.ts';
import { useShown } from '../object/shown.ts';
import { unitName } from '../object/unit-name.ts';
import { useShow } from '../object/use-show.ts';
import { columnsOf } from '../views/columns.ts';
import { CutPath, Property, Section, Since } from './parts.tsx';

/** What the pane says of an object, by field, in this order. Figures over time stand in its sparklines. */
const listed: Readonly<Record<ObjectType, readonly string[]>> = {
  process: [
    ...['user', 'state', 'started', 'ended', 'duration', 'exit', 'peak', 'memory-peak', 'cpu', 'memory', 'threads'],
    ...['read', 'written', 'app', 'unit', 'path', 'command'],
  ],
  port: ['program', 'pid', 'protocol', 'address', 'user', 'unit', 'since', 'first', 'last'],
  connection: [
    ...['program', 'pid', 'state', 'direction', 'protocol', 'address', 'port', 'remote', 'remote-port', 'user'],
    ...['unit', 'since', 'first', 'last'],
  ],
  unit: [
    ...['kind', 'user', 'processes', 'cpu', 'memory', 'read', 'written', 'cpu-pressure', 'memory-pressure'],
    ...['io-pressure', 'since', 'first', 'last'],
  ],
  device: ['time', 'cpu', 'memory', 'read', 'written', 'received', 'sent', 'processes'],
};

/** Nothing is said of these where they are not known: an app that there is none of is no news. */
const quiet = new Set([
  ...['app', 'duration', 'ended', 'exit', 'peak', 'memory-peak', 'first', 'last'],
  ...['cpu-pressure', 'memory-pressure', 'io-pressure'],
]);
/** Nor of these when it has ended before anything of them was read. */
const readings = new Set(['cpu', 'memory', 'read', 'written']);

interface PropertiesProps {
  readonly type: ObjectType;
  readonly row: Row;
  readonly running: boolean;
  /** Package that the file belongs to; `undefined` where the question makes no sense. */
  readonly package: string | null | undefined;
}

/** Everything known about an object, each value with its copy. */
export function Properties({ type, row, running, package: packageName }: PropertiesProps) {
  const columns = columnsFor(type, row, running);
  return (
    <Section title={t('detail.properties')}>
      <dl>
        {columns.map((column) => (
          <Value key={column.id} type={type} column={column} row={row} />
        ))}
        {packageName && (
          <Property name={t('detail.package')} copy={packageName}>
            {packageName}
          </Property>
        )}
      </dl>
    </Section>
  );
}

/** The columns of now, and those of the past that this row has something of. */
export function columnsFor(type: ObjectType, row: Row, running: boolean): readonly GridColumn[] {
  const columns = new Map([...columnsOf(type, 'past'), ...columnsOf(type, 'now')].map((column) => [column.id, column]));
  const kernel = row['kernel'] === true;
  return listed[type].flatMap((id) => {
    const column = columns.get(id);
    if (!column) return [];
    const missing = isMissing(cellValue(row, column), column);
    if (missing && (quiet.has(id) || kernel || (!running && readings.has(id)))) return [];
    if (kernel && (id === 'memory' || id === 'threads')) return [];
    // A state and a number of threads are of now: of what has ended they would be wrong.
    if (!running && (id === 'state' || id === 'threads')) return [];
    return [column];
  });
}

interface ValueProps {
  readonly type: ObjectType;
  readonly column: GridColumn;
  readonly row: Row;
}

function Value({ type, column, row }: ValueProps) {
  const { context } = useShown();
  const show = useShow();
  const { id, title, kind } = column;
  const value = cellValue(row, column);
  if (isMissing(value, column)) {
    return (
      <Property name={title}>
        <span className="detail-missing">{column.missing(row)}</span>
      </Property>
    );
  }
  if (kind === 'moment' && typeof value === 'number') {
    return (
      <Property name={title}>
        <Since at={value} />
      </Property>
    );
  }
  if (id === 'path' && typeof value === 'string') {
    const path = maskedText(value, column, context);
    return (
      <Property name={title} copy={path} folderOf={row.key} wide>
        <CutPath path={path} />
        {row['deleted'] === true && <span className="detail-aside">{t('detail.path.deleted')}</span>}
      </Property>
    );
  }
  if (id === 'command' && typeof value === 'string') {
    const line = maskedText(value, column, context);
    return (
      <Property name={title} copy={line} wide>
        <span className="ui-mono">{line}</span>
      </Property>
    );
  }
  if (id === 'unit' && type !== 'unit' && typeof value === 'string') {
    const name = maskedText(unitName(value), column, context);
    return (
      <Property name={title} copy={name}>
        <TextLink onPress={() => show('unit', { key: value, name: unitName(value) })}>{name}</TextLink>
      </Property>
    );
  }
  const measure = cellMeasure(column, row, context);
  const text = measure ? measureText(measure) : column.missing(row);
  return (
    <Property name={title} copy={text}>
      {text}
    </Property>
  );
}
