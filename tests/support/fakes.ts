import { RECEIPT_MEDIA_TYPE } from '../../client/core/batch/batch.ts';
import { brotli } from '../../client/main/recording/platform-codec.ts';
import type { EgressRequest, EgressResponse, Transport } from '../../client/main/upload/egress-gate.ts';
import type { Clock, Randomness, Timers } from '../../client/node/platform.ts';
import { finderFormat } from '../support/finder-format.ts';

/** A clock and its timers, moved by hand. */
export class FakeTime implements Clock, Timers {
  #now: number;
  #elapsed = 0;
  readonly #timers: { at: number; action: () => void }[] = [];

  constructor(start = Date.UTC(2026, 2, 9, 12)) {
    this.#now = start;
  }

  now = (): number => this.#now;
  monotonic = (): number => this.#elapsed;

  after = (milliseconds: number, action: () => void): (() => void) => {
    const timer = { at: this.#elapsed + milliseconds, action };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  };

  /** Timers that are armed now. */
  get armed(): number {
    return this.#timers.length;
  }

  /** Milliseconds until the next timer; `undefined` when none is armed. */
  get next(): number | undefined {
    const at = this.#timers.map((timer) => timer.at);
    return at.length === 0 ? undefined : Math.min(...at) - this.#elapsed;
  }

  /** Sets the wall clock without time passing, as a user or a time server does. */
  setClock(now: number): void {
    this.#now = now;
  }

  advance(milliseconds: number): void {
    const end = this.#elapsed + milliseconds;
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#timers.splice(this.#timers.indexOf(due), 1);
      this.#step(due.at);
      due.action();
    }
    this.#step(end);
  }

  #step(to: number): void {
    this.#now += to - this.#elapsed;
    this.#elapsed = to;
  }
}

/** Random values that repeat from run to run. */
export function fakeRandomness(): Randomness {
  let count = 0;
  return {
    uuid: () => `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
    secret: (length) => 'k'.repeat(Math.ceil((length * 4) / 3)),
    fraction: () => 0.5,
  };
}

/** The collector's receipt for a request. */
export function receiptFor(request: EgressRequest, status: 'accepted' | 'duplicate' = 'accepted'): EgressResponse {
  const decoding = finderFormat.decode(request.body, brotli);
  if (!decoding.ok) throw new Error(`not a batch: ${decoding.problem.path}`);
  return answer(200, JSON.stringify({ batch: decoding.batch.envelope.batch, status }), RECEIPT_MEDIA_TYPE);
}

export function answer(status: number, body = '', mediaType = 'text/html', retryAfter?: string): EgressResponse {
  return { status, body, mediaType, retryAfter };
}

/** A network on which nothing may happen but what the test expects. */
export class FakeNetwork {
  readonly requests: EgressRequest[] = [];
  readonly aborted: EgressRequest[] = [];
  readonly #respond: (request: EgressRequest) => EgressResponse | 'hang' | 'fail';

  /** @param respond throws when the test expects no request at all. */
  constructor(respond: (request: EgressRequest) => EgressResponse | 'hang' | 'fail' = unexpected) {
    this.#respond = respond;
  }

  transport: Transport = (request, signal) => {
    this.requests.push(request);
    const response = this.#respond(request);
    if (response === 'fail') return Promise.reject(new Error('network'));
    if (response !== 'hang') return Promise.resolve(response);
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        this.aborted.push(request);
        reject(new Error('aborted'));
      });
    });
  };
}

function unexpected(request: EgressRequest): never {
  throw new Error(`unexpected egress: ${request.method} ${request.path}, ${request.body.length} bytes`);
}
