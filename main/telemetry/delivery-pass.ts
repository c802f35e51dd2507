import { decodeBatch, encodeBatch } from '../../app/telemetry/batch-codec.ts';
import { childBatchId } from '../../app/telemetry/batch-id.ts';
import { attempt } from '../disk.ts';
import type { Clock, Timers } from '../platform.ts';
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
  /** Counts what the collector will never take. */
  readonly onRefused: () => void;
  /** Counts what the disk has damaged. */
  readonly onDamaged: () => void;
  /** The collector has ended the program for this version. */
  readonly onEnded: () => void;
}

/** How one pass is to go. */
interface PassManner {
  /** Time for one request, in milliseconds. */
  readonly requestMs: number;
  readonly signal: AbortSignal;
  /** Without one, as fast as the collector takes it. */
  readonly pace?: Pace;
  /** Ids of batches with which the disk will do nothing more in this run; the pass adds to them. */
  readonly stuck: Set<string>;
}

/** What one pass over the outbox came to. */
export type PassResult =
  | { readonly status: 'done' | 'stopped' | 'unreachable' }
  | { readonly status: 'later'; readonly afterMs: number | undefined };

/** Sends what waits, oldest first and one at a time, until one cannot go. A batch is deleted only on its receipt. */
export async function deliverWaiting(options: PassOptions, manner: PassManner): Promise<PassResult> {
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

/**
 * The bytes of a batch, once they have been seen to be that batch: what a failing disk made of a file could be anything,
 * and only what the registry knows may leave. `undefined` when there is nothing to be sent.
 */
function readSound(
  { outbox, onDamaged }: PassOptions,
  batch: WaitingBatch,
  stuck: Set<string>,
): Uint8Array | undefined {
  const bytes = attempt(() => outbox.read(batch));
  const decoding = bytes && decodeBatch(bytes, brotli);
  if (decoding?.ok && decoding.batch.envelope.batch === batch.id) return bytes;
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
    return await uploadBatch(gate, { id, bytes }, clock.now, limit);
  } finally {
    cancel();
  }
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
    const half = { envelope, context: batch.context, usage, dropped: index === 0 ? batch.dropped : {} };
    return [envelope, encodeBatch(half, brotli)] as const;
  });
}

/** Resolves after the time, or as soon as `signal` ends it. */
async function pause(timers: Timers, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
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
