/** Media type of the collector's No to one batch, or to a question about one installation. */
export const REFUSAL_MEDIA_TYPE = 'application/vnd.candor.refusal+json';

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

/**
 * Of a batch, with `retry-after` for `not-yet` and `unavailable`. `body` names what was refused, which may be nothing that
 * can be decoded: the SHA-256 of the request's body as it came, in lower-case hexadecimal digits. Who has not read the body
 * cannot say it, and what was changed on the way has another.
 */
export type BatchRefusal =
  | { readonly refusal: 'invalid' | 'not-yet' | 'too-large' | 'unavailable'; readonly body: string }
  | { readonly refusal: 'ended'; readonly body: string; readonly product: string; readonly version: string };

/** Of a question about an installation. */
export interface InstallationRefusal {
  readonly refusal: 'nothing-held';
  readonly installation: string;
}
