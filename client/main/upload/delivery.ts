import { debug } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { Clock, Randomness } from '../../node/platform.ts';
import {
  BACKGROUND_BYTES_PER_SECOND,
  BACKGROUND_DELAY_MS,
  BACKGROUND_REQUEST_MS,
  NETWORK_BACK_MS,
  NETWORK_CHECK_MS,
  QUIT_REQUEST_MS,
  RETRY_FIRST_MS,
  RETRY_MAX_MS,
} from '../limits.ts';
import { deliverWaiting, type PassOptions, type PassResult, RateLimit } from './delivery-pass.ts';

interface DeliveryOptions extends PassOptions {
  readonly random: Pick<Randomness, 'fraction'>;
  /** Whether the system has a network at all. `false` is believed for as long as the usual wait, never longer. */
  readonly online: () => boolean;
}

/**
 * When the outbox is brought to the collector: in the background from a minute after the start, slowly, with full jitter
 * between attempts and sooner when the network is back; and at quit. With an empty outbox no timer is armed.
 * docs/delivery.md says what becomes of each fault.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #clock: Clock;
  readonly #rate: RateLimit;
  readonly #stuck = new Set<string>();
  #cancelTimer: (() => void) | undefined;
  /** What the timer waits for, and until when at the latest, in monotonic time. */
  #due: { readonly state: 'scheduled' | 'waits-for-network'; readonly at: number } | undefined;
  #running: Promise<void> | undefined;
  #stop = new AbortController();
  #failures = 0;
  /** The last attempt reached nobody. */
  #awaitsNetwork = false;
  /** There is more to send than the pass under way has seen. */
  #again = false;
  /** Monotonic time before which somebody who is not the collector wants nothing; forgotten with the run. */
  #unverifiedUntil = 0;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#rate = new RateLimit(options.clock, BACKGROUND_BYTES_PER_SECOND);
  }

  /** What background sending does now, for a diagnosis. */
  get state(): NonNullable<DiagnosisFacts['delivery']> {
    if (this.#running) return { state: 'sending' };
    if (!this.#due) return { state: 'idle' };
    return { state: this.#due.state, after: Math.max(0, this.#due.at - this.#clock.monotonic()) };
  }

  /** Sends in the background what waits, beginning after {@link BACKGROUND_DELAY_MS}. */
  start(): void {
    this.#again = this.#running !== undefined;
    if (!this.#again) this.#schedule(BACKGROUND_DELAY_MS);
  }

  /** Something says that the network may be back. Brings forward only what waits for the network. */
  networkBack(): void {
    if (this.#awaitsNetwork && !this.#running) this.#schedule(this.#options.random.fraction() * NETWORK_BACK_MS);
  }

  /** Ends background sending and aborts its request; waits until it is over. */
  async stop(): Promise<void> {
    this.#disarm();
    this.#again = false;
    this.#awaitsNetwork = false;
    this.#stop.abort();
    await this.#running;
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
  }

  /** Sends everything that waits, at quit, until `deadline` ends it. */
  async flush(deadline: AbortSignal): Promise<void> {
    await this.stop();
    if (this.#wait > 0) return debug('delivery', 'quit-waits', { ms: this.#wait });
    const manner = { requestMs: QUIT_REQUEST_MS, signal: deadline, stuck: this.#stuck, attempt: this.#failures + 1 };
    this.#apply(await deliverWaiting(this.#options, manner));
  }

  /** Milliseconds until anybody wants to be asked again. */
  get #wait(): number {
    return Math.max(this.#options.notBefore.wait, this.#unverifiedUntil - this.#clock.monotonic());
  }

  /** Remembers when a pass that could not go on may be tried again. */
  #apply(result: PassResult): void {
    const { notBefore, outbox } = this.#options;
    if (result.status === 'later') notBefore.putOffAll(result.afterMs ?? 0);
    if (result.status === 'unreachable') this.#unverifiedUntil = this.#clock.monotonic() + (result.afterMs ?? 0);
    // Of an overloaded server it is known that the network is there.
    this.#awaitsNetwork = result.status === 'unreachable' && result.failure !== 'server-error';
    notBefore.save(() => new Set(outbox.list().map(({ id }) => id)));
  }

  #disarm(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#due = undefined;
  }

  #schedule(delay: number): void {
    this.#disarm();
    if (this.#options.outbox.isEmpty) return;
    const wait = Math.max(delay, this.#wait);
    this.#due = { state: 'scheduled', at: this.#clock.monotonic() + wait };
    this.#arm(wait, () => this.#begin());
  }

  #arm(delay: number, action: () => void): void {
    this.#cancelTimer = this.#options.timers.after(delay, () => {
      this.#cancelTimer = undefined;
      this.#due = undefined;
      action();
    });
  }

  #begin(): void {
    this.#running = this.#background(this.#stop.signal);
  }

  async #background(signal: AbortSignal): Promise<void> {
    const manner = {
      requestMs: BACKGROUND_REQUEST_MS,
      signal,
      rate: this.#rate,
      stuck: this.#stuck,
      attempt: this.#failures + 1,
    };
    const result = await deliverWaiting(this.#options, manner);
    this.#running = undefined;
    if (!signal.aborted) this.#apply(result);
    // What was asked for meanwhile may be newer than what this pass has seen.
    if (this.#again) return this.start();
    if (signal.aborted) return;
    if (result.status === 'done' || result.status === 'stopped') {
      this.#failures = 0;
      return this.#schedulePutOff();
    }
    const wait = Math.max(this.#backOff(), this.#rate.wait);
    debug('delivery', 'retry', { ms: Math.max(wait, this.#wait), failures: this.#failures, reason: result.status });
    if (this.#awaitsNetwork && !this.#options.online()) this.#watchNetwork(this.#clock.monotonic() + wait);
    else this.#schedule(wait);
  }

  /** When the first of those that the collector has put off may be sent. */
  #schedulePutOff(): void {
    const { notBefore, outbox } = this.#options;
    const waits = outbox.list().flatMap(({ id }) => (this.#stuck.has(id) ? [] : (notBefore.waitOf(id) ?? [])));
    if (waits.length > 0) this.#schedule(Math.max(Math.min(...waits), RETRY_FIRST_MS));
  }

  /** Looks from time to time whether there is a network again; at `latest` it tries without one. */
  #watchNetwork(latest: number): void {
    this.#disarm();
    if (this.#options.outbox.isEmpty) return;
    const left = latest - this.#clock.monotonic();
    this.#due = { state: 'waits-for-network', at: latest };
    this.#arm(Math.min(left, NETWORK_CHECK_MS), () => {
      if (this.#options.online()) this.networkBack();
      else if (left <= NETWORK_CHECK_MS) this.#begin();
      else this.#watchNetwork(latest);
    });
  }

  /** Full jitter: anywhere between nothing and the doubled wait, so that many installations do not return together. */
  #backOff(): number {
    const ceiling = Math.min(RETRY_FIRST_MS * 2 ** this.#failures++, RETRY_MAX_MS);
    return Math.round(this.#options.random.fraction() * ceiling);
  }
}
