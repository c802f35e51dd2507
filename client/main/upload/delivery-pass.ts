import { setImmediate as nextTurn } from 'node:timers/promises';
import { noReports } from '../../core/batch/batch.ts';
import { childBatchId } from '../../core/batch/batch-id.ts';
import { covers, type Level } from '../../core/consent/levels.ts';
import { debug } from '../../core/debug.ts';
import type { SentBatch } from '../../core/ipc/sent-batch.ts';
import type { ProductLog } from '../../core/product/client-words.ts';
import type { Clock, Timers } from '../../node/platform.ts';
import { attempt } from '../files/disk.ts';
import { MAX_PUT_OFF_IN_A_PASS, PUT_OFF_MS } from '../limits.ts';
import { lowerOne } from '../outbox/delete-waiting.ts';
import type { Outbox, WaitingBatch } from '../outbox/outbox.ts';
import { type BatchCodec, sha256 } from '../recording/platform-codec.ts';
import type { EgressGate } from './egress-gate.ts';
import type { EndedVersions, NotBefore } from './not-before.ts';
import { deliveryFailure, type Upload, type UploadResult, uploadBatch } from './upload.ts';

export interface PassOptions {
  readonly outbox: Outbox;
  readonly codec: BatchCodec;
  readonly gate: EgressGate;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The level of participation now: what needs a higher one does not go. */
  readonly level: () => Level;
  /** Counts what the collector will never take. */
  readonly onRefused: () => void;
  /** Counts what the disk has damaged. */
  readonly onDamaged: () => void;
  /** What the collector has put off. */
  readonly notBefore: NotBefore;
  /** Versions for which the collector has ended the program. */
  readonly ended: EndedVersions;
  /** It has ended it for the running one. */
  readonly onEnded: () => void;
  /** Told of every upload that was tried, before anything is done about its answer. Never throws. */
  readonly onAnswered: (batch: WaitingBatch, upload: Upload, answer: SentBatch['answer']) => void;
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
  readonly rate?: RateLimit;
  /** Ids of batches with which the disk will do nothing more in this run; the pass adds to them. */
  readonly stuck: Set<string>;
}

/** What one pass over the outbox came to. `put-off`: the collector has put off as many batches as a pass bears. */
export type PassResult =
  | { readonly status: 'done' | 'stopped' | 'put-off' }
  | Extract<UploadResult, { readonly status: 'later' | 'unreachable' }>;

/** How many batches a pass has brought to the collector, and how many were put off. */
interface Tally {
  received: number;
  putOff: number;
}

/**
 * Sends what waits, oldest first and one at a time, until one cannot go. A batch is deleted only on its receipt. One that
 * the collector puts off does not hold up those behind it.
 */
export async function deliverWaiting(options: PassOptions, manner: PassManner): Promise<PassResult> {
  const tally: Tally = { received: 0, putOff: 0 };
  const result = await pass(options, manner, tally);
  debug('delivery', 'pass', { ...tally, status: result.status });
  if (tally.received > 0) options.log('delivery.done', { batches: tally.received });
  return result;
}

async function pass(options: PassOptions, manner: PassManner, tally: Tally): Promise<PassResult> {
  const { signal, rate, stuck } = manner;
  const waiting = inOrder(options).reverse();
  for (let batch = waiting.pop(); batch; batch = waiting.pop()) {
    if (stuck.has(batch.id)) continue;
    if (rate) await pause(options.timers, rate.wait, signal);
    if (signal.aborted) return { status: 'stopped' };
    const upload = readSound(options, batch, stuck);
    if (!upload) {
      // However many are damaged: the deadline of a quit can come between any two.
      await nextTurn();
      continue;
    }
    const result = await send(options, manner, upload);
    rate?.spend(upload.bytes.length);
    const answer = answerOf(result, signal.aborted);
    if (answer) options.onAnswered(batch, upload, answer);
    note(options, manner, result, tally);
    if (result.status === 'later' && result.what === 'batch') {
      options.notBefore.putOff(batch.id, result.afterMs ?? PUT_OFF_MS);
      if (++tally.putOff === MAX_PUT_OFF_IN_A_PASS) return { status: 'put-off' };
      continue;
    }
    const ended = ending(options, result, upload);
    if (ended) return ended;
    const parts = attempt(() => settle(options, batch, upload.bytes, result));
    if (parts) waiting.push(...parts.reverse());
    else stuck.add(batch.id);
  }
  return { status: 'done' };
}

/** Oldest first, but those that the collector has put off before come last, and not before their time. */
function inOrder({ outbox, notBefore }: PassOptions): WaitingBatch[] {
  const waiting = outbox.list();
  const asked = (batch: WaitingBatch) => notBefore.waitOf(batch.id);
  return [...waiting.filter((batch) => asked(batch) === undefined), ...waiting.filter((batch) => asked(batch) === 0)];
}

/** What a result ends the pass with; `undefined` when the next batch has its turn. */
function ending(options: PassOptions, result: UploadResult, { version }: Upload): PassResult | undefined {
  if (result.status === 'later' || result.status === 'unreachable') return result;
  if (result.status === 'forbidden') return { status: 'stopped' };
  if (result.status !== 'ended') return undefined;
  const isRunning = options.ended.add(version);
  debug('delivery', 'ended', { isRunning });
  if (!isRunning) return undefined;
  options.onEnded();
  return { status: 'stopped' };
}

/** Tells the log what became of one batch; a request that was called off says nothing. */
function note(options: PassOptions, { signal, attempt }: PassManner, result: UploadResult, tally: Tally): void {
  if (result.status === 'received') tally.received++;
  const outcome = signal.aborted ? undefined : deliveryFailure(result);
  if (outcome) options.log('delivery.failed', { outcome, attempt });
  debug('delivery', 'answered', { answer: answerOf(result, signal.aborted) ?? result.status, outcome, attempt });
}

/**
 * A batch with its bytes, once they have been seen to be that batch: what a failing disk made of a file could be anything,
 * and only what the registry knows may leave. `undefined` when there is nothing to be sent.
 */
function readSound(options: PassOptions, batch: WaitingBatch, stuck: Set<string>): Upload | undefined {
  const { outbox, codec, level, ended, onDamaged, onRefused } = options;
  const bytes = attempt(() => outbox.read(batch));
  const decoding = bytes && codec.decodeColumns(bytes);
  const { envelope, context } = decoding?.ok ? decoding.batch : {};
  if (bytes && envelope?.batch === batch.id && context && !ended.has(context.version)) {
    const { product, version } = context;
    if (covers(level(), envelope.level)) return { id: batch.id, session: envelope.session, bytes, product, version };
    // One that waits from a higher level is neither lost nor damaged. It was not brought down to this one when the level
    // changed if an older version of the app ran then, which could not read it.
    attempt(() => lowerOne(outbox, codec, batch, level()));
    return undefined;
  }
  stuck.add(batch.id);
  // A newer version of the app has sealed it, which somebody has gone back from: it waits for that one.
  if (!bytes || (decoding?.ok === false && decoding.isNewer)) return undefined;
  const isDamaged = envelope?.batch !== batch.id;
  debug('delivery', 'set-aside', { reason: isDamaged ? 'damaged' : 'ended' });
  attempt(() => {
    outbox.setAside(batch);
    if (isDamaged) onDamaged();
    else onRefused();
  });
  return undefined;
}

async function send(options: PassOptions, manner: PassManner, upload: Upload): Promise<UploadResult> {
  const { gate, clock, timers } = options;
  const request = new AbortController();
  const cancel = timers.after(manner.requestMs, () => request.abort());
  try {
    const limit = AbortSignal.any([manner.signal, request.signal]);
    const result = await uploadBatch(gate, upload, clock.now, limit);
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
  { outbox, codec, onRefused }: PassOptions,
  batch: WaitingBatch,
  bytes: Uint8Array,
  result: UploadResult,
): WaitingBatch[] {
  const parts = result.status === 'too-large' ? split(codec, bytes) : [];
  if (parts.length > 0) return outbox.replace(batch, parts);
  if (result.status === 'received') outbox.remove(batch);
  else {
    outbox.setAside(batch);
    onRefused();
  }
  return [];
}

/** The two halves of a batch; none when there is nothing to halve. */
function split(codec: BatchCodec, bytes: Uint8Array) {
  const decoding = codec.decode(bytes);
  if (!decoding.ok || decoding.batch.usage.length < 2) return [];
  const { batch } = decoding;
  const middle = Math.ceil(batch.usage.length / 2);
  return [batch.usage.slice(0, middle), batch.usage.slice(middle)].map((usage, index) => {
    const envelope = { ...batch.envelope, batch: childBatchId(batch.envelope.batch, index, sha256) };
    // The first half has all that is said once, of groups that only a later registry has as well.
    const rest = index === 0 ? batch : { context: batch.context, ...noReports, dropped: {} };
    return [envelope.batch, codec.encode({ ...rest, envelope, usage })] as const;
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

/** Holds sending down to a rate: each piece is paid for with the time that it takes at that rate. */
export class RateLimit {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #bytesPerSecond: number;
  #paidUntil = 0;

  constructor(clock: Pick<Clock, 'monotonic'>, bytesPerSecond: number) {
    this.#clock = clock;
    this.#bytesPerSecond = bytesPerSecond;
  }

  /** Milliseconds until the next piece may go. */
  get wait(): number {
    return Math.max(0, this.#paidUntil - this.#clock.monotonic());
  }

  spend(bytes: number): void {
    const from = Math.max(this.#paidUntil, this.#clock.monotonic());
    this.#paidUntil = from + (bytes / this.#bytesPerSecond) * 1000;
  }
}
