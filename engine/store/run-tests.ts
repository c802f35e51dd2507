import type { RowTest } from '../../app/query/apart.ts';
import type { Parameter } from '../../app/query/test-sql.ts';

/** Columns that the texts of a week have, by the properties of processes that they are. */
const textColumns: Readonly<Record<string, string>> = { name: 'name', path: 'path', commandLine: 'command' };

/** Columns of runs that a test can look into beside them: numbers, and texts of which there are few. */
const otherColumns: Readonly<Record<string, string>> = { pid: 'pid', user: 'owner', parentName: 'parent_name' };

/** A test of processes as SQL. */
export interface TestSql {
  /** The property under which its answer is had. */
  readonly property: string;
  /** No row is wanted for which it does not hold. */
  readonly required: boolean;
  /** The test over a row of a table, whose texts stand in this other one too, each once; `null` when they stand nowhere else. */
  readonly over: (texts: string | null) => string;
}

/**
 * Tests over tables of runs. What a week's texts say is asked of them, each once, and the rows are found by the numbers of
 * texts; what stands beside them is asked in the same pass.
 */
export function testsSql(tests: readonly RowTest[], parameter: Parameter): readonly TestSql[] {
  return tests.map(({ property, required, word, parts }) => {
    const sqlOver = (columns: Readonly<Record<string, string>>) =>
      parts.flatMap((part) => {
        const column = columns[part.property];
        return column === undefined ? [] : [part.sql(column, parameter)];
      });
    const ofTexts = sqlOver(textColumns);
    const beside = sqlOver(otherColumns);
    const ofWeek = word === null ? `(${ofTexts.join(' OR ')})` : `contains(search, ${parameter(word)})`;
    const over = (texts: string | null): string => {
      const of = texts === null ? ofTexts : [`text IN (SELECT id FROM ${texts} WHERE ${ofWeek})`];
      return `coalesce(${[...of, ...beside].join(' OR ')}, false)`;
    };
    return { property, required, over };
  });
}
