import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ColumnarBatch } from 'candor-client/core';
import { Backoff } from '../backoff.ts';
import { FORWARD_ATTEMPTS, FORWARD_QUEUE_BYTES, FORWARD_RETRY_MS, FORWARD_TIMEOUT_MS } from '../limits.ts';
import { messageOf } from '../message-of.ts';
import { unpackedBytes } from '../storage/unpacked.ts';
import { otlpOf } from './otlp.ts';
import { rejectedRecords } from './protobuf.ts';

/** Why something was not forwarded. */
export type DropReason = 'queue-full' | 'refused' | 'unreachable' | 'stopped';

export interface ForwarderOptions {
  /** What `/v1/logs` and `/v1/metrics` are below. */
  readonly endpoint: string;
  /** Sent with each request, such as `authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
  readonly onForwarded: () => void;
  readonly onDropped: (reason: DropReason) => void;
  readonly onFault: (message: string) => void;
  /** Pauses between two attempts; {@link FORWARD_RETRY_MS} unless a test has less time. */
  readonly retryMs?: { readonly first: number; readonly longest: number };
}

/** The answers after which OTLP has the same request sent again (OTLP/HTTP, "Retryable Response Codes"). */
const RETRYABLE = [429, 502, 503, 504];

const compress = promisify(gzip);

/**
 * Hands batches on to an OpenTelemetry endpoint, one after the other. Nobody waits for it: what has no room in its queue, is
 * refused or cannot be delivered is dropped and counted, and stays in the collector all the same.
 */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #backoff: Backoff;
  readonly #stop = new AbortController();
  #queue: { readonly batch: ColumnarBatch; readonly day: number; readonly bytes: number }[] = [];
  #bytes = 0;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ForwarderOptions) {
    this.#options = options;
    this.#backoff = new Backoff(options.retryMs ?? FORWARD_RETRY_MS);
  }

  /** Takes a batch that is on the disk, or drops it. @param day of its receipt, in days since 1970-01-01. */
  offer(batch: ColumnarBatch, day: number): void {
    const bytes = unpackedBytes(batch);
    if (this.#stop.signal.aborted) this.#options.onDropped('stopped');
    else if (this.#bytes + bytes > FORWARD_QUEUE_BYTES) this.#options.onDropped('queue-full');
    else {
      this.#bytes += bytes;
      this.#queue.push({ batch, day, bytes });
      if (!this.#isRunning) this.#running = this.#run();
    }
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#running;
  }

  /** Drops what waits. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      // What was received meanwhile comes first.
      await nextTurn();
      const reason = this.#stop.signal.aborted ? 'stopped' : await this.#forward(next.batch, next.day);
      this.#bytes -= next.bytes;
      if (reason) this.#options.onDropped(reason);
      else this.#options.onForwarded();
    }
    // In the same step as the last look at the queue, so that no offer falls in between.
    this.#isRunning = false;
  }

  /** Why it was not, if it was not. One part may have been taken when the other was not; it is not sent again. */
  async #forward(batch: ColumnarBatch, day: number): Promise<DropReason | undefined> {
    const { logs, metrics } = otlpOf(batch, day);
    const reasons = [
      logs && (await this.#deliver('v1/logs', logs)),
      metrics && (await this.#deliver('v1/metrics', metrics)),
    ];
    return reasons.find((reason) => reason !== undefined);
  }

  async #deliver(where: string, body: Uint8Array): Promise<DropReason | undefined> {
    const packed = await compress(body);
    for (let attempt = 1; ; attempt++) {
      if (this.#stop.signal.aborted) return 'stopped';
      const answer = await this.#post(where, packed);
      if (answer === 'taken') {
        this.#backoff.reset();
        return undefined;
      }
      if (answer === 'refused') return 'refused';
      if (attempt === FORWARD_ATTEMPTS) return 'unreachable';
      await pause(this.#backoff.next(), undefined, { signal: this.#stop.signal }).catch(() => {});
    }
  }

  async #post(where: string, body: Uint8Array<ArrayBuffer>): Promise<'taken' | 'refused' | 'later'> {
    const { endpoint, headers, fetch, onFault } = this.#options;
    try {
      const response = await fetch(`${endpoint.replace(/\/$/, '')}/${where}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
        body,
        // Whoever the notice names gets it, and nobody else.
        redirect: 'error',
        signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(FORWARD_TIMEOUT_MS)]),
      });
      const answer = new Uint8Array(await response.arrayBuffer());
      if (response.ok) return rejectedRecords(answer) > 0 ? 'refused' : 'taken';
      onFault(`the endpoint that is forwarded to answered ${response.status}`);
      return RETRYABLE.includes(response.status) ? 'later' : 'refused';
    } catch (error) {
      if (!this.#stop.signal.aborted)
        onFault(`the endpoint that is forwarded to cannot be reached: ${messageOf(error)}`);
      return 'later';
    }
  }
}
