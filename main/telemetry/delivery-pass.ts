import { covers, type Level } from '../../app/consent/levels.ts';
import type { SentBatch } from '../../app/ipc/program.ts';
import { noFindings } from '../../app/telemetry/batch.ts';
import { decodeBatch, decodeColumns, encodeBatch } from '../../app/telemetry/batch-codec.ts';
import { childBatchId } from '../../app/telemetry/batch-id.ts';
import type { ProductLog } from '../../app/telemetry/logs/log-codes.ts';
import { attempt } from '../disk.ts';
import type { Clock, Timers } from '../platform.ts';
import { deliveryFailure } from './delivery-failure.ts';
import type { EgressGate } from './egress-gate.ts';
import type { Outbox, WaitingBatch } from './outbox.ts';
import type { Pace } from './pace.ts';
import { brotli, sha256 } from './platform-codec.ts';
import { type UploadResult, uploadBatch } from './upload.ts';

export interface PassOptions {
  readonly outbox: Outbox;
  readonly gate: EgressGate;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The level of participation now: what needs a higher one does not go. */
  readonly level: () => Level;
  /** Counts what the collector will never take. */
  readonly onRefused: () => void;
  /** Counts what the disk has damaged. */
  readonly onDamaged: () => void;
  /** The collector has ended the program for this version. */
  readonly onEnded: () => void;
  /** Told of every upload that was tried, before anything is done about its answer. Never throws. */
  readonly onAnswered: (batch: WaitingBatch, bytes: Uint8Array, answer: SentBatch['answer']) => void;
  /** Takes what was sent and what was not. */
  readonly log: ProductLog;
}

/** How one pass is to go. */
interface PassManner {
  /** Time for one request, in milliseconds. */
  readonly requestMs: number;
  readonly signal: AbortSignal;
  /** Attempts in a row that this one makes; 1 after a success. */
  readonly attempt: number;
  /** Without one, as fast as the collector takes it. */
  readonly pace?: Pace;
  /** Ids of batches with which the disk will do nothing more in this run; the pass adds to them. */
  readonly stuck: Set<string>;
}

/** What one pass over the outbox came to. */
export type PassResult =
  | { readonly status: 'done' | 'stopped' | 'unreachable' }
  | { readonly status: 'later'; readonly afterMs: number | undefined };

/** How many batches a pass has brought to the collector. */
interface Tally {
  received: number;
}

/** Sends what waits, oldest first and one at a time, until one cannot go. A batch is deleted only on its receipt. */
export async function deliverWaiting(options: PassOptions, manner: PassManner): Promise<PassResult> {
  const tally: Tally = { received: 0 };
  const result = await pass(options, manner, tally);
  if (tally.received > 0) options.log('delivery.done', { batches: tally.received });
  return result;
}

async function pass(options: PassOptions, manner: PassManner, tally: Tally): Promise<PassResult> {
  const { signal, pace, stuck } = manner;
  const waiting = options.outbox.list().reverse();
  for (let batch = waiting.pop(); batch; batch = waiting.pop()) {
    if (stuck.has(batch.id)) continue;
    if (pace) await pause(options.timers, pace.wait, signal);
    if (signal.aborted) return { status: 'stopped' };
    const bytes = readSound(options, batch, stuck);
    if (!bytes) continue;
    const result = await send(options, manner, batch.id, bytes);
    pace?.spend(bytes.length);
    const answer = answerOf(result, signal.aborted);
    if (answer) options.onAnswered(batch, bytes, answer);
    note(options, manner, result, tally);
    if (result.status === 'later' || result.status === 'unreachable') return result;
    if (result.status === 'forbidden') return { status: 'stopped' };
    if (result.status === 'ended') {
      options.onEnded();
      return { status: 'stopped' };
    }
    const parts = attempt(() => settle(options, batch, bytes, result));
    if (parts) waiting.push(...parts.reverse());
    else stuck.add(batch.id);
  }
  return { status: 'done' };
}

/** Tells the log what became of one batch; a request that was called off says nothing. */
function note(options: PassOptions, { signal, attempt }: PassManner, result: UploadResult, tally: Tally): void {
  if (result.status === 'received') tally.received++;
  const outcome = signal.aborted ? undefined : deliveryFailure(result);
  if (outcome) options.log('delivery.failed', { outcome, attempt });
}

/**
 * The bytes of a batch, once they have been seen to be that batch: what a failing disk made of a file could be anything,
 * and only what the registry knows may leave. `undefined` when there is nothing to be sent.
 */
function readSound(
  { outbox, level, onDamaged }: PassOptions,
  batch: WaitingBatch,
  stuck: Set<string>,
): Uint8Array | undefined {
  const bytes = attempt(() => outbox.read(batch));
  const decoding = bytes && decodeColumns(bytes, brotli);
  const envelope = decoding?.ok ? decoding.batch.envelope : undefined;
  // One that waits from a higher level is neither lost nor damaged: it stays until it is brought down to this one.
  if (envelope?.batch === batch.id) return covers(level(), envelope.level) ? bytes : undefined;
  stuck.add(batch.id);
  if (!bytes) return undefined;
  attempt(() => {
    outbox.setAside(batch);
    onDamaged();
  });
  return undefined;
}

async function send(options: PassOptions, manner: PassManner, id: string, bytes: Uint8Array): Promise<UploadResult> {
  const { gate, clock, timers } = options;
  const request = new AbortController();
  const cancel = timers.after(manner.requestMs, () => request.abort());
  try {
    const limit = AbortSignal.any([manner.signal, request.signal]);
    const result = await uploadBatch(gate, { id, bytes }, clock.now, limit);
    // The network says only that the request was ended, not that this limit did it.
    const late = result.status === 'unreachable' && request.signal.aborted;
    return late ? { ...result, failure: 'timeout' } : result;
  } finally {
    cancel();
  }
}

/** How people are told of an upload; `undefined` when consent did not allow it, so that nothing remembers it. */
function answerOf(result: UploadResult, stopped: boolean): SentBatch['answer'] | undefined {
  if (result.status === 'received') return result.receipt;
  if (result.status === 'forbidden') return undefined;
  return result.status === 'unreachable' && stopped ? 'stopped' : result.status;
}

/** @returns the parts of a batch that was split. @throws when the disk refuses. */
function settle(
  { outbox, onRefused }: PassOptions,
  batch: WaitingBatch,
  bytes: Uint8Array,
  result: UploadResult,
): WaitingBatch[] {
  const parts = result.status === 'too-large' ? split(bytes) : [];
  if (parts.length > 0) return outbox.replace(batch, parts);
  if (result.status === 'received') outbox.remove(batch);
  else {
    outbox.setAside(batch);
    onRefused();
  }
  return [];
}

/** The two halves of a batch; none when there is nothing to halve. */
function split(bytes: Uint8Array) {
  const decoding = decodeBatch(bytes, brotli);
  if (!decoding.ok || decoding.batch.usage.length < 2) return [];
  const { batch } = decoding;
  const middle = Math.ceil(batch.usage.length / 2);
  return [batch.usage.slice(0, middle), batch.usage.slice(middle)].map((usage, index) => {
    const envelope = { ...batch.envelope, batch: childBatchId(batch.envelope.batch, index, sha256) };
    const rest = index === 0 ? {} : { ...noFindings, dropped: {} };
    return [envelope.batch, encodeBatch({ ...batch, ...rest, envelope, usage }, brotli)] as const;
  });
}

/** Resolves after the time, or as soon as `signal` ends it. */
async function pause(timers: Timers, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.after(milliseconds, done);
    signal.addEventListener('abort', done);
  });
}
