import type { QueryParameters, Storage } from '../storage/storage.ts';

/** A statement that an answer is made with, and the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: QueryParameters;
}

/** A storage whose questions are written down. */
export function recording(storage: Pick<Storage, 'query'>, statements: Statement[]): Pick<Storage, 'query'> {
  return {
    query(sql, parameters = {}, options = {}) {
      statements.push({ sql: sql.trim(), parameters });
      return storage.query(sql, parameters, options);
    },
  };
}
