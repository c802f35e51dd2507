import { BATCH_MEDIA_TYPE, RECEIPT_MEDIA_TYPE, type Receipt } from '../../core/batch/batch.ts';
import { type BatchRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from '../../core/batch/refusal.ts';
import { having, isText, readJson, within } from '../../core/batch/shapes.ts';
import { debug } from '../../core/debug.ts';
import { MAX_RECEIPT_BYTES, MAX_RETRY_AFTER_MS, MAX_UNVERIFIED_RETRY_AFTER_MS } from '../limits.ts';
import { sha256 } from '../recording/platform-codec.ts';
import type { DeliveryFailure, EgressGate, EgressResponse } from './egress-gate.ts';

/** What became of one upload, and so what happens to the batch. */
export type UploadResult =
  /** The collector holds it on disk, or will not have it because its installation was erased: delete it. */
  | { readonly status: 'received'; readonly receipt: Receipt['status'] }
  /** Not valid in the collector's eyes: set it aside and go on. */
  | { readonly status: 'refused' }
  /** Too large: split it. */
  | { readonly status: 'too-large' }
  /** The program has ended for the version that made the batch. */
  | { readonly status: 'ended' }
  /** The collector asks to try again later, not before `afterMs` if it named a time: this batch, or any. */
  | {
      readonly status: 'later';
      readonly what: 'batch' | 'any';
      readonly afterMs: number | undefined;
      readonly failure: DeliveryFailure;
    }
  /**
   * Nobody answered, or somebody who is not the collector, such as a proxy or a hotel's log-in page, who may have named
   * a time as well: wait for the network.
   */
  | { readonly status: 'unreachable'; readonly failure: DeliveryFailure; readonly afterMs?: number | undefined }
  /** Consent does not allow it. */
  | { readonly status: 'forbidden' };

/** A batch that is sent, with what its answer is held against: its bytes, and the product and version that made it. */
export interface Upload {
  readonly id: string;
  /** Number of its session under its installation. */
  readonly session: number;
  /** As they stand in the outbox. */
  readonly bytes: Uint8Array;
  readonly product: string;
  readonly version: string;
}

/** Sends one batch. */
export async function uploadBatch(
  gate: EgressGate,
  batch: Upload,
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
  const meaning = interpret(result.response, batch, now());
  debug('delivery', 'answer', { http: result.response.status, means: meaning.status });
  return meaning;
}

const TOO_MANY_REQUESTS = 429;

/**
 * The outcome of an answer. Only what the collector alone can say is believed: a receipt in its own media type, of this
 * batch, or a refusal, of these very bytes. Anything else keeps the batch, because anybody on the way can answer with any status.
 */
export function interpret(response: EgressResponse, batch: Upload, now: number): UploadResult {
  if (response.status === 200) {
    const receipt = receiptStatus(response, batch.id);
    return receipt ? { status: 'received', receipt } : { status: 'unreachable', failure: 'not-a-receipt' };
  }
  const afterMs = () => retryAfterMs(response.retryAfter, now, MAX_RETRY_AFTER_MS);
  switch (refusalOf(response, batch)) {
    case 'invalid':
      return { status: 'refused' };
    case 'ended':
      return { status: 'ended' };
    case 'too-large':
      return { status: 'too-large' };
    case 'not-yet':
      return { status: 'later', what: 'batch', afterMs: afterMs(), failure: 'other' };
    case 'unavailable':
      return { status: 'later', what: 'any', afterMs: afterMs(), failure: 'server-error' };
    default:
      return {
        status: 'unreachable',
        afterMs: retryAfterMs(response.retryAfter, now, MAX_UNVERIFIED_RETRY_AFTER_MS),
        failure: response.status >= 500 || response.status === TOO_MANY_REQUESTS ? 'server-error' : 'not-a-receipt',
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

const isRefusal = having<Pick<BatchRefusal, 'refusal' | 'body'>>({
  body: isText,
  refusal: within(['invalid', 'not-yet', 'ended', 'too-large', 'unavailable']),
});
const isEnd = having<Pick<Upload, 'product' | 'version'>>({ product: isText, version: isText });

/** What a refusal of these bytes says; an end also names the product and the version that made them. */
function refusalOf(response: EgressResponse, batch: Upload): BatchRefusal['refusal'] | undefined {
  if (response.mediaType !== REFUSAL_MEDIA_TYPE) return undefined;
  const refused = readJson(response.body, isRefusal);
  if (!refused || refusalStatus[refused.refusal] !== response.status) return undefined;
  if (refused.body !== sha256(batch.bytes).toString('hex')) return undefined;
  if (refused.refusal !== 'ended') return refused.refusal;
  const ended = isEnd(refused) && refused.product === batch.product && refused.version === batch.version;
  return ended ? 'ended' : undefined;
}

/** Retry-After of RFC 9110, section 10.2.3: seconds, or a date. At most `max` milliseconds. */
export function retryAfterMs(value: string | undefined, now: number, max: number): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), max);
}

/** Why this is no delivery; `undefined` for one, and for what the collector or the user has asked for. */
export function deliveryFailure(result: UploadResult): DeliveryFailure | undefined {
  if (result.status === 'refused') return 'refused';
  return 'failure' in result ? result.failure : undefined;
}
