import type { QueryParameters } from '../storage.ts';

/** From the collector to its storage process. `file` holds a block of rows, and is the storage process's to remove. */
export type StorageRequest =
  | { readonly kind: 'insert'; readonly id: number; readonly file: string }
  | {
      readonly kind: 'query';
      readonly id: number;
      readonly sql: string;
      readonly parameters: QueryParameters;
      /** Longest time, in milliseconds. */
      readonly limitMs: number;
      readonly urgent: boolean;
    }
  | { readonly kind: 'run'; readonly id: number; readonly sql: string; readonly parameters: QueryParameters }
  /** Ends the question with this id, which is then answered as failed, or was answered before. */
  | { readonly kind: 'cancel'; readonly id: number }
  /** Whether the process lives, whatever its engine does. */
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number };

/** From the storage process to the collector. `rows` is the answer of a query, as a JSON array of objects. */
export type StorageAnswer =
  /** The directory is this process's own; the tables may still have to be brought to this version's structure. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'ready' }
  /** The data cannot be used by this version; the process ends. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: string }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'pong'; readonly id: number }
  /**
   * `isOverrun`: the engine has ended it because of its time or its memory, or because it was told to. `isOfRows`: for what is in
   * the rows that it was to insert. `isUnavailable`: it cannot now, such as for want of disk.
   */
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      readonly isOverrun: boolean;
      readonly isOfRows: boolean;
      readonly isUnavailable: boolean;
    };
