import { Session } from 'chdb';
import type { Column } from '../columns.ts';
import type { SchemaConnection } from '../schema.ts';
import type { QueryParameters } from '../storage.ts';
import { BATCHES } from '../table.ts';

type BlockColumn = Pick<Column, 'name' | 'type'>;

/** Backups may be anywhere: who asks for one names the place on the command line. */
const BACKUPS = ['--backups.allowed_path=/'];

/**
 * A connection to chDB in this process, which may have several to one directory and none to another. It does one thing at
 * a time.
 */
export class ChdbConnection implements SchemaConnection {
  readonly #session: Session;

  /** Opens a directory, and locks it for this process. @throws when another process has it. */
  constructor(directory: string) {
    this.#session = new Session(directory, { connectionArgs: BACKUPS });
  }

  async run(sql: string, parameters?: QueryParameters): Promise<void> {
    await (parameters ? this.#session.queryBindAsync(sql, parameters) : this.#session.queryAsync(sql));
  }

  async list(sql: string): Promise<string[]> {
    return (await this.#session.queryAsync(sql, { format: 'TSV' })).text().split('\n').filter(Boolean);
  }

  /**
   * Rows of a query, as a JSON array of objects. As a stream, because chDB works on one other statement with parameters at
   * a time, whichever connection it comes from.
   */
  async query(sql: string, parameters: QueryParameters): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#session.queryStreamBind(sql, parameters)) chunks.push(chunk.raw());
    const lines = Buffer.concat(chunks).toString('utf8').trimEnd();
    return `[${lines.replaceAll('\n', ',')}]`;
  }

  /** What a statement gives, in the format that it names, or else this one. */
  async bytes(sql: string, format: string): Promise<Uint8Array> {
    return (await this.#session.queryAsync(sql, { format })).bytes();
  }

  /**
   * Stores a block of rows of the table of batches (block/native-block.ts). The engine takes binary formats from files only;
   * it is given an open one, by a name in which it sees no wildcards.
   */
  async insert(columns: readonly BlockColumn[], block: number): Promise<void> {
    const names = columns.map(({ name }) => `\`${name}\``).join(', ');
    const structure = columns.map(({ name, type }) => `\`${name}\` ${type}`).join(', ');
    await this.#session.queryAsync(
      `INSERT INTO ${BATCHES} (${names}) SELECT * FROM file('/dev/fd/${block}', 'Native', '${structure}') SETTINGS max_threads = 1`,
    );
  }

  /** Nothing may be under way: that would abort the engine. */
  close(): void {
    this.#session.close();
  }
}
