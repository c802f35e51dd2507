import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ChdbConnection } from '../../../collector/storage/chdb/chdb-connection.ts';
import type { Statement } from './statement.ts';

/** Bytes of parameters. */
const MOST_PARAMETERS = 16 * 1024 * 1024;

/** ClickHouse's engine on one directory, with as many connections as statements run at a time. */
export class Engine {
  readonly #directory: string;
  readonly #idle: ChdbConnection[] = [];
  /** Connections of clients that hold a session, by its id. */
  readonly #sessions = new Map<string, ChdbConnection>();
  #files = 0;

  /** @throws when another process has the directory. */
  constructor(directory: string) {
    this.#directory = directory;
    this.#idle.push(new ChdbConnection(directory));
  }

  /** What a statement gives, in the format that it asks for. @throws Error with the exception's text. */
  async run(statement: Statement): Promise<Uint8Array> {
    const { session } = statement;
    const connection = this.#connection(session);
    const file = statement.rows && (await this.#rowsFile(statement.rows));
    const names = ['max_query_size', ...Object.keys(statement.settings)];
    try {
      const values = [
        ...Object.entries(statement.settings),
        ...Object.entries(statement.parameters).map(([name, value]) => [`param_${name}`, value] as const),
      ];
      // A server takes parameters of any length, the engine no longer statement than this.
      if (values.length > 0) await execute(connection, `SET max_query_size = ${MOST_PARAMETERS}`);
      if (values.length > 0) await execute(connection, `SET ${values.map(assignment).join(', ')}`);
      return await execute(connection, file ? fromFile(statement.sql, file) : statement.sql, statement.format);
    } finally {
      if (file) await rm(file, { force: true });
      if (!session && Object.keys(statement.parameters).length > 0) connection.close();
      else if (!session) {
        await execute(connection, `SET ${names.map((name) => `${name} = DEFAULT`).join(', ')}`);
        this.#idle.push(connection);
      }
    }
  }

  #connection(session: string | undefined): ChdbConnection {
    if (session === undefined) return this.#idle.pop() ?? new ChdbConnection(this.#directory);
    const known = this.#sessions.get(session) ?? new ChdbConnection(this.#directory);
    this.#sessions.set(session, known);
    return known;
  }

  async #rowsFile(rows: Uint8Array): Promise<string> {
    const file = path.join(this.#directory, `rows-${this.#files++}`);
    await writeFile(file, rows);
    return file;
  }
}

function execute(connection: ChdbConnection, sql: string, format = 'TabSeparated'): Promise<Uint8Array> {
  return connection.bytes(sql, format);
}

/** Values come as texts, also those of numbers, and the engine takes them so. */
function assignment([name, value]: readonly [string, string]): string {
  return `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

const INSERT = /^\s*(INSERT\s+INTO\s+.+?)(\s+SETTINGS\s+.+?)?\s+FORMAT\s+(\w+)\s*$/is;

/** Whether a statement takes its rows from what follows it. */
export function takesRows(sql: string): boolean {
  return INSERT.test(sql);
}

/** The engine takes rows of every format from a file, and only some with the statement. */
function fromFile(sql: string, file: string): string {
  return sql.replace(INSERT, (_, into: string, settings: string | undefined, format: string) =>
    [into, ` FROM INFILE '${file}'`, settings ?? '', ` FORMAT ${format}`].join(''),
  );
}
