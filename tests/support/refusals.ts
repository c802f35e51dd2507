import { type BatchRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from '../../client/core/batch/refusal.ts';
import { brotli, sha256 } from '../../client/main/recording/platform-codec.ts';
import type { EgressResponse } from '../../client/main/upload/egress-gate.ts';
import { finderFormat } from '../support/finder-format.ts';

/** The collector's refusal of a batch, given as it was sent. */
export function refusalOf(
  body: Uint8Array,
  refusal: BatchRefusal['refusal'],
  change: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return { refusal, body: sha256(body).toString('hex'), ...(refusal === 'ended' ? makerOf(body) : {}), ...change };
}

function makerOf(body: Uint8Array): Record<string, string> {
  const decoding = finderFormat.decode(body, brotli);
  if (!decoding.ok) throw new Error(`not a batch: ${decoding.problem.path}`);
  const { product, version } = decoding.batch.context;
  return { product, version };
}

/** The same as an answer of a network that is none. */
export function refuse(
  request: { readonly body: Uint8Array },
  refusal: BatchRefusal['refusal'],
  retryAfter?: string,
): EgressResponse {
  return {
    status: refusalStatus[refusal],
    mediaType: REFUSAL_MEDIA_TYPE,
    retryAfter,
    body: JSON.stringify(refusalOf(request.body, refusal)),
  };
}
