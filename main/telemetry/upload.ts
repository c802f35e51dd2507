import { BATCH_MEDIA_TYPE, RECEIPT_MEDIA_TYPE, type Receipt } from '../../app/telemetry/batch.ts';
import { having, isText, readJson, within } from '../../app/telemetry/shapes.ts';
import type { DeliveryFailure } from './delivery-failure.ts';
import type { EgressGate, EgressResponse } from './egress-gate.ts';
import { MAX_RECEIPT_BYTES, MAX_RETRY_AFTER_MS } from './limits.ts';

/** What became of one upload, and so what happens to the batch. */
export type UploadResult =
  /** The collector holds it on disk, or will not have it because its installation was erased: delete it. */
  | { readonly status: 'received'; readonly receipt: Receipt['status'] }
  /** Not valid in the collector's eyes: set it aside and go on. */
  | { readonly status: 'refused' }
  /** Too large: split it. */
  | { readonly status: 'too-large' }
  /** The program has ended for this version: stop for good. */
  | { readonly status: 'ended' }
  /** Try again later, not before `afterMs` if the collector named a time. */
  | { readonly status: 'later'; readonly afterMs: number | undefined; readonly failure: DeliveryFailure }
  /** Nobody answered, or somebody who is not the collector, such as a hotel's log-in page: wait for the network. */
  | { readonly status: 'unreachable'; readonly failure: DeliveryFailure }
  /** Consent does not allow it. */
  | { readonly status: 'forbidden' };

/** Sends one batch, whose bytes are given as they stand in the outbox. */
export async function uploadBatch(
  gate: EgressGate,
  batch: { readonly id: string; readonly bytes: Uint8Array },
  now: () => number,
  signal: AbortSignal,
): Promise<UploadResult> {
  const result = await gate.send(
    {
      purpose: 'upload',
      method: 'POST',
      path: '/v1/batches',
      headers: { 'content-type': BATCH_MEDIA_TYPE, 'content-encoding': 'br' },
      body: batch.bytes,
      maxAnswerBytes: MAX_RECEIPT_BYTES,
    },
    signal,
  );
  if (result.status === 'forbidden') return { status: 'forbidden' };
  if (result.status === 'unreachable') return result;
  return interpret(result.response, batch.id, now());
}

const TOO_MANY_REQUESTS = 429;

/** The outcome of an answer. Anything unexpected keeps the batch: only a receipt for it lets it go. */
export function interpret(response: EgressResponse, batch: string, now: number): UploadResult {
  switch (response.status) {
    case 200: {
      const receipt = receiptStatus(response, batch);
      return receipt ? { status: 'received', receipt } : { status: 'unreachable', failure: 'not-a-receipt' };
    }
    case 400:
      return { status: 'refused' };
    case 410:
      return { status: 'ended' };
    case 413:
      return { status: 'too-large' };
    default:
      return {
        status: 'later',
        afterMs: retryAfterMs(response.retryAfter, now),
        failure: response.status >= 500 || response.status === TOO_MANY_REQUESTS ? 'server-error' : 'other',
      };
  }
}

const isReceipt = having<Receipt>({ batch: isText, status: within(['accepted', 'duplicate', 'erased']) });

/** What a receipt says. A captive portal answers 200 as well; it does not know our media type and the batch's id. */
function receiptStatus(response: EgressResponse, batch: string): Receipt['status'] | undefined {
  if (response.mediaType !== RECEIPT_MEDIA_TYPE) return undefined;
  const receipt = readJson(response.body, isReceipt);
  return receipt?.batch === batch ? receipt.status : undefined;
}

/** Retry-After of RFC 9110, section 10.2.3: seconds, or a date. At most {@link MAX_RETRY_AFTER_MS}. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), MAX_RETRY_AFTER_MS);
}
