import type { QueryParameters, Storage } from '../storage/storage.ts';

/** A statement that an answer is made with, and the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** Storages that write down what is asked, and those behind them. */
const behind = new WeakMap<Pick<Storage, 'query'>, Pick<Storage, 'query'>>();

/** A storage whose questions are written down. */
export function recording(storage: Pick<Storage, 'query'>, statements: Statement[]): Pick<Storage, 'query'> {
  const written: Pick<Storage, 'query'> = {
    query(sql, parameters = {}, options = {}) {
      statements.push({ sql: sql.trim(), parameters });
      return storage.query(sql, parameters, options);
    },
  };
  behind.set(written, storage);
  return written;
}

/** The storage without anybody who writes down: for a question whose parameters depend on figures that are not protected yet. */
export function unrecorded(storage: Pick<Storage, 'query'>): Pick<Storage, 'query'> {
  const its = behind.get(storage);
  return its ? unrecorded(its) : storage;
}
