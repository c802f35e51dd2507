import type { RowTest } from '../../app/query/apart.ts';
import type { Parameter } from '../../app/query/test-sql.ts';
import type { DayCatalogue } from './days.ts';
import { textTable } from './days.ts';

/** Columns that the texts of a week have, by the properties of processes that they are. */
const textColumns: Readonly<Record<string, string>> = { name: 'name', path: 'path', commandLine: 'command' };

/** Columns of runs that a test can look into beside them: numbers, and texts of which there are few. */
const otherColumns: Readonly<Record<string, string>> = { pid: 'pid', user: 'owner', parentName: 'parent_name' };

/** A test of processes as SQL: it holds when what the texts say does, or what stands beside them. */
export interface TestSql {
  readonly property: string;
  readonly required: boolean;
  /** Over the columns of a row that has its texts itself. */
  readonly ofRow: string;
  /** Over the columns of texts, to be asked once of each different one. */
  readonly ofTexts: string;
  /** Over each column of runs that stands beside them. */
  readonly ofRuns: readonly string[];
  /** The column under which the answer of the texts, or that of the row, is had. */
  readonly column: string;
  /** The whole test, over that column and others. */
  readonly sql: string;
  readonly reads: readonly string[];
}

export function testsSql(tests: readonly RowTest[], parameter: Parameter): readonly TestSql[] {
  return tests.map(({ property, required, word, parts }, index) => {
    const over = (columns: Readonly<Record<string, string>>) =>
      parts.flatMap((part) => {
        const column = columns[part.property];
        return column === undefined ? [] : [{ column, sql: part.sql(column, parameter) }];
      });
    const either = (sql: readonly string[]) => `(${sql.join(' OR ')})`;
    const ofTexts = over(textColumns).map(({ sql }) => sql);
    const others = over(otherColumns);
    const beside = others.map(({ sql }) => sql);
    const column = `of_texts_${index}`;
    return {
      property,
      required,
      ofRow: either(ofTexts),
      ofTexts: word === null ? either(ofTexts) : `contains(search, ${parameter(word)})`,
      ofRuns: beside,
      column,
      sql: either([column, ...beside]),
      reads: [column, ...others.map(({ column: read }) => read)],
    };
  });
}

/** Under which name the answers of a week's texts stand. */
const answersOf = (texts: string): string => `answers_of_${texts}`;

/** The texts of each week for which a test holds, as parts of a WITH. They are asked once, however often they are looked up. */
export function answersOfTexts(catalogue: DayCatalogue, tests: readonly TestSql[]): readonly string[] {
  if (tests.length === 0) return [];
  const asked = tests.map(({ ofTexts, column }) => `coalesce(${ofTexts}, false) AS ${column}`);
  const any = tests.map(({ column }) => column).join(' OR ');
  return catalogue.weeks().map(({ week }) => {
    const texts = textTable(week);
    return `${answersOf(texts)} AS MATERIALIZED (SELECT * FROM (SELECT id, ${asked.join(', ')} FROM ${texts}) WHERE ${any})`;
  });
}

/** Rows of a week with what its texts say: each of these once, and together all for which the required tests can hold. */
export function withAnswers(rows: string, texts: string, tests: readonly TestSql[]): readonly string[] {
  const answers = answersOf(texts);
  const columns = tests.map(({ column }) => column);
  const either = `SELECT p.*, ${columns.map((column) => `coalesce(t.${column}, false) AS ${column}`).join(', ')} FROM`;
  const required = tests.filter((test) => test.required);
  if (required.length === 0) return [`(${either} ${rows} p LEFT JOIN ${answers} t ON t.id = p.text)`];
  // Most are found by their texts alone, which are few, and no other run is looked at.
  const all = required.map(({ column }) => column).join(' AND ');
  const plain = columns.map((column) => `t.${column}`).join(', ');
  const byTexts = `(SELECT p.*, ${plain} FROM ${rows} p JOIN (SELECT * FROM ${answers} WHERE ${all}) t ON t.id = p.text)`;
  const beside = required.flatMap(({ ofRuns }) => ofRuns);
  if (beside.length === 0) return [byTexts];
  // Each by itself, because the scan of a table tests one column at a time; what an earlier one has found is left out.
  const ways = beside.length > MANY_WAYS ? [beside.join(' OR ')] : beside;
  const byRuns = ways.map((way, index) => {
    const others = ways.slice(0, index).map((earlier) => ` AND NOT coalesce(${earlier}, false)`);
    const chosen = `(SELECT * FROM ${rows} WHERE (${way})${others.join('')})`;
    return `(SELECT * FROM (${either} ${chosen} p LEFT JOIN ${answers} t ON t.id = p.text) WHERE NOT (${all}))`;
  });
  return [byTexts, ...byRuns];
}

/** More than these make a statement that takes longer to plan than it saves. */
const MANY_WAYS = 4;
