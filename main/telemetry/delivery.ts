import { decodeBatch, encodeBatch } from '../../app/telemetry/batch-codec.ts';
import { childBatchId } from '../../app/telemetry/batch-id.ts';
import type { Clock, Randomness, Timers } from '../platform.ts';
import type { EgressGate } from './egress-gate.ts';
import { BACKGROUND_DELAY_MS, BACKGROUND_REQUEST_MS, QUIT_REQUEST_MS, RETRY_FIRST_MS, RETRY_MAX_MS } from './limits.ts';
import type { Outbox, WaitingBatch } from './outbox.ts';
import { brotli, sha256 } from './platform-codec.ts';
import { type UploadResult, uploadBatch } from './upload.ts';

interface DeliveryOptions {
  readonly outbox: Outbox;
  readonly gate: EgressGate;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Pick<Randomness, 'fraction'>;
  /** Counts what can never be delivered. */
  readonly onRefused: () => void;
  /** The collector has ended the program for this version. */
  readonly onEnded: () => void;
}

/** What one pass over the outbox came to. */
type Pass =
  | { readonly status: 'empty' | 'stopped' }
  | { readonly status: 'later'; readonly afterMs: number | undefined };

/**
 * Brings the outbox to the collector: oldest first, one request at a time. A batch is deleted only on its receipt.
 * In the background it begins a minute after the start and backs off with full jitter; with an empty outbox no timer
 * is armed.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  #cancelTimer: (() => void) | undefined;
  #running: Promise<Pass> | undefined;
  #stop = new AbortController();
  #failures = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** Sends in the background what waits, beginning after {@link BACKGROUND_DELAY_MS}. */
  start(): void {
    this.#schedule(BACKGROUND_DELAY_MS);
  }

  /** Ends background sending and aborts its request; waits until it is over. */
  async stop(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#stop.abort();
    await this.#running;
    this.#stop = new AbortController();
  }

  /** Sends everything that waits, at quit, until `deadline` ends it. */
  async flush(deadline: AbortSignal): Promise<void> {
    await this.stop();
    await this.#pass(QUIT_REQUEST_MS, deadline);
  }

  #schedule(delay: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#options.outbox.list().length === 0) return;
    this.#cancelTimer = this.#options.timers.after(delay, () => {
      this.#cancelTimer = undefined;
      void this.#background();
    });
  }

  async #background(): Promise<void> {
    const { signal } = this.#stop;
    this.#running = this.#pass(BACKGROUND_REQUEST_MS, signal);
    const pass = await this.#running;
    this.#running = undefined;
    if (signal.aborted || pass.status !== 'later') {
      this.#failures = 0;
      return;
    }
    this.#schedule(Math.max(pass.afterMs ?? 0, this.#backOff()));
  }

  /** Full jitter: anywhere between nothing and the doubled wait, so that many installations do not return together. */
  #backOff(): number {
    const ceiling = Math.min(RETRY_FIRST_MS * 2 ** this.#failures++, RETRY_MAX_MS);
    return Math.round(this.#options.random.fraction() * ceiling);
  }

  async #pass(requestMs: number, signal: AbortSignal): Promise<Pass> {
    const { outbox } = this.#options;
    let waiting = outbox.list();
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      if (signal.aborted) return { status: 'stopped' };
      const result = await this.#send(batch, requestMs, signal);
      if (result.status === 'later') return { status: 'later', afterMs: result.afterMs };
      if (result.status === 'forbidden') return { status: 'stopped' };
      if (result.status === 'ended') {
        this.#options.onEnded();
        return { status: 'stopped' };
      }
      this.#settle(batch, result);
      if (result.status === 'too-large') waiting = outbox.list();
    }
    return { status: 'empty' };
  }

  async #send(batch: WaitingBatch, requestMs: number, signal: AbortSignal): Promise<UploadResult> {
    const request = new AbortController();
    const cancel = this.#options.timers.after(requestMs, () => request.abort());
    try {
      const bytes = this.#options.outbox.read(batch);
      const limit = AbortSignal.any([signal, request.signal]);
      return await uploadBatch(this.#options.gate, { id: batch.id, bytes }, this.#options.clock.now, limit);
    } finally {
      cancel();
    }
  }

  #settle(batch: WaitingBatch, result: UploadResult): void {
    const { outbox } = this.#options;
    if (result.status === 'received') outbox.remove(batch);
    else if (result.status === 'too-large' && this.#split(batch)) outbox.remove(batch);
    else {
      outbox.setAside(batch);
      this.#options.onRefused();
    }
  }

  /** Puts two halves in the batch's place; `false` when there is nothing to halve. */
  #split(waiting: WaitingBatch): boolean {
    const { outbox } = this.#options;
    const decoding = decodeBatch(outbox.read(waiting), brotli);
    if (!decoding.ok || decoding.batch.usage.length < 2) return false;
    const { batch } = decoding;
    const middle = Math.ceil(batch.usage.length / 2);
    const halves = [batch.usage.slice(0, middle), batch.usage.slice(middle)];
    for (const [index, usage] of halves.entries()) {
      const envelope = { ...batch.envelope, batch: childBatchId(batch.envelope.batch, index, sha256) };
      const half = { envelope, context: batch.context, usage, dropped: index === 0 ? batch.dropped : {} };
      outbox.add(envelope, encodeBatch(half, brotli), `${outbox.partOf(waiting)}.${index}`);
    }
    return true;
  }
}
