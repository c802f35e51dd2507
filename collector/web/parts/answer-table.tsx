import type { Key, ReactNode } from 'react';
import type { Answer } from '../asking/answer.ts';
import { formatNumber } from '../format.ts';
import { t } from '../messages/index.ts';
import { segmentName } from '../names.ts';
import { FigureTable } from './figure-table.tsx';

/** A column of an answer's table. */
export interface Column<Row> {
  readonly head: string;
  readonly of: (row: Row) => ReactNode;
  /** A figure: at the right, and with that of what is compared beside it. */
  readonly isNumber?: boolean;
}

/** A column of a figure; what may not be told is a dash. */
export function numberColumn<Row>(
  head: string,
  of: (row: Row) => number | null | undefined,
  format: (value: number) => string = formatNumber,
): Column<Row> {
  return {
    head,
    isNumber: true,
    of: (row) => {
      const value = of(row);
      return value === null || value === undefined ? <NotTold /> : format(value);
    },
  };
}

/** In the place of a figure that is not told. */
export function NotTold() {
  return (
    <span className="none" title={t('table.withheld')}>
      {t('table.none-short')}
    </span>
  );
}

interface AnswerTableProps<Row> {
  readonly title: string;
  readonly answer: Answer<Row, unknown>;
  readonly columns: readonly Column<NoInfer<Row>>[];
  /** What a row is of, the same on both sides of a comparison. */
  readonly keyOf: (row: NoInfer<Row>) => Key;
  readonly notes?: readonly (string | undefined)[];
}

/** An answer as a table: what is compared has a column beside each figure. */
export function AnswerTable<Row>({ title, answer, columns, keyOf, notes = [] }: AnswerTableProps<Row>) {
  const { compared } = answer;
  const other = new Map(compared?.rows.map((row) => [keyOf(row), row]));
  const own = new Set(answer.rows.map(keyOf));
  const onlyThere = compared?.rows.filter((row) => !own.has(keyOf(row))) ?? [];
  const name = compared && segmentName(compared.dimension, compared.segment);
  return (
    <FigureTable title={title} notes={notes}>
      <thead>
        <tr>
          {columns.map(({ head, isNumber }) => (
            <HeadOf key={head} head={head} isNumber={isNumber ?? false} compared={name} />
          ))}
        </tr>
      </thead>
      <tbody>
        {answer.rows.map((row) => (
          <RowOf key={keyOf(row)} row={row} other={other.get(keyOf(row))} columns={columns} isCompared={!!compared} />
        ))}
        {onlyThere.map((row) => (
          <RowOf key={keyOf(row)} row={undefined} other={row} columns={columns} isCompared />
        ))}
      </tbody>
    </FigureTable>
  );
}

function HeadOf({ head, isNumber, compared }: { head: string; isNumber: boolean; compared: string | undefined }) {
  if (!isNumber) return <th scope="col">{head}</th>;
  return (
    <>
      <th scope="col" className="number">
        {head}
      </th>
      {compared && (
        <th scope="col" className="number compared">
          {compared}
        </th>
      )}
    </>
  );
}

interface RowOfProps<Row> {
  /** Not there when only the other side has it. */
  readonly row: Row | undefined;
  readonly other: Row | undefined;
  readonly columns: readonly Column<Row>[];
  readonly isCompared: boolean;
}

function RowOf<Row>({ row, other, columns, isCompared }: RowOfProps<Row>) {
  const either = row ?? other;
  if (either === undefined) return null;
  return (
    <tr>
      {columns.map(({ head, of, isNumber }, index) => {
        if (index === 0) {
          return (
            <th key={head} scope="row">
              {of(either)}
            </th>
          );
        }
        if (!isNumber) return <td key={head}>{of(either)}</td>;
        return (
          <Pair
            key={head}
            own={row === undefined ? <NotTold /> : of(row)}
            other={isCompared && (other === undefined ? <NotTold /> : of(other))}
          />
        );
      })}
    </tr>
  );
}

/** @param other `false` where nothing is compared. */
function Pair({ own, other }: { own: ReactNode; other: ReactNode }) {
  return (
    <>
      <td className="number">{own}</td>
      {other !== false && <td className="number compared">{other}</td>}
    </>
  );
}
