import { swallowed } from '../../core/debug.ts';
import { USAGE_BUFFER_EVENTS, USAGE_FLUSH_EVENTS, USAGE_FLUSH_MS } from '../../core/ipc/limits.ts';
import type { UsageRecord } from '../../core/ipc/program.ts';
import type { CommandSource } from '../../core/registry/sources.ts';

/** The longest wait before a failed send is tried again, in milliseconds; main is then broken, not busy. */
const RETRY_MAX_MS = 60_000;

/** Bounds of the `usage.record` message. */
const MAX_AGE_MS = 86_400_000;
const MAX_DROPPED = 1_000_000;

/** What the recorder is handed: time, a timer and the way to main. */
interface UsageRecorderPorts {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls `run` once, `ms` from now; returns the function that calls it off. */
  startTimer(run: () => void, ms: number): () => void;
  /** Rejects when main has not taken the events. */
  send(record: UsageRecord): Promise<unknown>;
  /** What else goes with the next message. */
  readonly measures?: MeasureSource;
}

type Measures = Pick<UsageRecord, 'operations' | 'errors'>;

/** Durations, counts and errors that wait for a message. */
export interface MeasureSource {
  /** Hands over what has gathered; `undefined` when that is nothing. */
  take(): Measures | undefined;
  /** Takes back what could not be sent. */
  putBack(measures: Measures): void;
  /** Keeps something, or from now on nothing. */
  setCollecting(collecting: boolean): void;
}

/** The part of the program's state that decides whether anything is recorded. */
interface RecordingState {
  readonly level: 'off' | 'standard' | 'enhanced';
  readonly installation?: string | undefined;
  /** Grows when what was gathered so far is not counted any more (ProgramStatus). */
  readonly epoch?: number;
}

interface Event {
  readonly command: string;
  readonly source: CommandSource;
  readonly at: number;
}

interface Batch {
  readonly events: readonly Event[];
  readonly dropped: number;
  readonly measures: Measures | undefined;
}

/**
 * Records which commands are used and hands them to main, in order, at the latest {@link USAGE_FLUSH_MS} after the
 * first of them or when {@link USAGE_FLUSH_EVENTS} have gathered.
 *
 * Nothing is kept, not even in memory, before a Yes is known; a withdrawn Yes, another installation or a session that
 * the user deleted clears what was kept. A rejected send was not recorded by main, so its events go back to the front of
 * the buffer and nothing is counted twice. While nothing waits, no timer runs.
 */
export class UsageRecorder<Command extends string = string> {
  readonly #ports: UsageRecorderPorts;
  #state: RecordingState = { level: 'off' };
  #buffer: Event[] = [];
  #dropped = 0;
  #inFlight = new Set<Batch>();
  #failures = 0;
  #stopTimer: (() => void) | undefined;

  constructor(ports: UsageRecorderPorts) {
    this.#ports = ports;
  }

  /** Takes over what main says about the program. */
  setState(state: RecordingState): void {
    const { level, installation, epoch } = this.#state;
    this.#state = state;
    if (state.level === level && state.installation === installation && state.epoch === epoch) return;
    this.#clear();
    this.#ports.measures?.setCollecting(state.level !== 'off');
  }

  record(command: Command, source: CommandSource): void {
    if (this.#state.level === 'off') return;
    if (this.#userData() >= USAGE_BUFFER_EVENTS) {
      this.#dropped = Math.min(MAX_DROPPED, this.#dropped + 1);
      return;
    }
    this.#buffer.push({ command, source, at: this.#ports.now() });
    if (this.#buffer.length >= USAGE_FLUSH_EVENTS && this.#failures === 0) this.#sendNext();
    else this.#arm(USAGE_FLUSH_MS);
  }

  /**
   * Sends what waits at once: the page may be gone before the next answer. So it does not wait for the batch in
   * flight either; messages of one page arrive in the order in which they were sent.
   */
  flush(): void {
    this.#disarm();
    const measures = this.#ports.measures?.take();
    if (this.#buffer.length > 0 || this.#dropped > 0 || measures) this.#send(measures);
  }

  /** Answers `usage.flush`, main waiting to quit: hands over what waits and says that nothing more is held. */
  handOver(): void {
    this.#disarm();
    this.#send(this.#ports.measures?.take(), { flushed: true });
  }

  #userData(): number {
    let held = this.#buffer.length;
    for (const batch of this.#inFlight) held += batch.events.length;
    return held;
  }

  #sendNext(): void {
    this.#disarm();
    if (this.#inFlight.size === 0) this.flush();
  }

  #send(measures: Measures | undefined, mark: Pick<UsageRecord, 'flushed'> = {}): void {
    const batch: Batch = { events: this.#buffer, dropped: this.#dropped, measures };
    this.#buffer = [];
    this.#dropped = 0;
    this.#inFlight.add(batch);
    const now = this.#ports.now();
    const events = batch.events.map(({ command, source, at }) => ({
      command,
      source,
      age: Math.min(MAX_AGE_MS, Math.max(0, now - at)),
    }));
    const { epoch } = this.#state;
    this.#ports
      .send({ events, dropped: batch.dropped, ...(epoch === undefined ? {} : { epoch }), ...measures, ...mark })
      .then(
        () => this.#sent(batch),
        (error: unknown) => {
          swallowed('ipc', 'record', error);
          this.#failed(batch);
        },
      );
  }

  /** An answer about a batch that was cleared meanwhile says nothing about the present buffer: it is ignored. */
  #sent(batch: Batch): void {
    if (!this.#inFlight.delete(batch)) return;
    this.#failures = 0;
    this.#continue();
  }

  #failed(batch: Batch): void {
    if (!this.#inFlight.delete(batch)) return;
    this.#failures += 1;
    this.#buffer = [...batch.events, ...this.#buffer].sort((a, b) => a.at - b.at);
    this.#dropped = Math.min(MAX_DROPPED, this.#dropped + batch.dropped);
    if (batch.measures) this.#ports.measures?.putBack(batch.measures);
    this.#continue();
  }

  #continue(): void {
    if (this.#inFlight.size > 0 || (this.#buffer.length === 0 && this.#dropped === 0)) return;
    if (this.#failures > 0) this.#arm(Math.min(RETRY_MAX_MS, USAGE_FLUSH_MS * 2 ** (this.#failures - 1)));
    else if (this.#buffer.length >= USAGE_FLUSH_EVENTS || this.#overdue()) this.#sendNext();
    else this.#arm(USAGE_FLUSH_MS);
  }

  /** Whether the oldest event has waited its time while another batch was under way. */
  #overdue(): boolean {
    const oldest = this.#buffer[0];
    return oldest !== undefined && this.#ports.now() - oldest.at >= USAGE_FLUSH_MS;
  }

  #arm(ms: number): void {
    this.#stopTimer ??= this.#ports.startTimer(() => {
      this.#stopTimer = undefined;
      this.#sendNext();
    }, ms);
  }

  #disarm(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #clear(): void {
    this.#disarm();
    this.#buffer = [];
    this.#dropped = 0;
    this.#inFlight.clear();
    this.#failures = 0;
    this.#ports.measures?.setCollecting(false);
  }
}
