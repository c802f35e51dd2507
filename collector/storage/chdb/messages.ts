import type { QueryParameters } from '../storage.ts';

/** From the collector to its storage process. `rows` are a block's, one after the other. */
export type StorageRequest =
  | { readonly kind: 'insert'; readonly id: number; readonly rows: Uint8Array }
  | { readonly kind: 'query'; readonly id: number; readonly sql: string; readonly parameters: QueryParameters }
  | { readonly kind: 'run'; readonly id: number; readonly sql: string; readonly parameters: QueryParameters }
  | { readonly kind: 'close'; readonly id: number };

/** From the storage process to the collector. `rows` is the answer of a query, as JSON. */
export type StorageAnswer =
  /** The directory is this process's own; the tables may still have to be brought to this version's structure. */
  | { readonly kind: 'opened' }
  | { readonly kind: 'ready' }
  /** The data cannot be used by this version; the process ends. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: string }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'closed'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
