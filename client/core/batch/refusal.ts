import { isText, type Shape } from './shapes.ts';

/** Media type of the collector's No to one batch, or to a question about one installation. */
export const REFUSAL_MEDIA_TYPE = 'application/vnd.candor.refusal+json';

/**
 * Request header in which a sender says the id of the batch, so that the collector can name it in a refusal although it
 * cannot decode the body or does not read it. Without one no refusal about a batch is written.
 */
export const BATCH_ID_HEADER = 'candor-batch';

/**
 * What the collector says No with, and the HTTP status that it has. `invalid`: not a batch of its registry. `not-yet`: it
 * does not take this one batch now, others it may. `ended`: the program has ended for the version that is named.
 * `too-large`: in one piece. `unavailable`: it takes nothing now. `nothing-held`: under this installation and key.
 */
export const refusalStatus = {
  invalid: 400,
  'nothing-held': 404,
  'not-yet': 409,
  ended: 410,
  'too-large': 413,
  unavailable: 503,
} as const;

/** Of a batch, with `retry-after` for `not-yet` and `unavailable`. */
export type BatchRefusal =
  | { readonly refusal: 'invalid' | 'not-yet' | 'too-large' | 'unavailable'; readonly batch: string }
  | { readonly refusal: 'ended'; readonly batch: string; readonly product: string; readonly version: string };

/** Of a question about an installation. */
export interface InstallationRefusal {
  readonly refusal: 'nothing-held';
  readonly installation: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The only form in which the id of a batch is taken from a header, and given back. */
export const isBatchId: Shape<string> = (value): value is string => isText(value) && UUID.test(value);
