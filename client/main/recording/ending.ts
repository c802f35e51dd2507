interface EndingParts {
  /** Ends and seals the session; synchronous. */
  readonly seal: () => void;
  /** Sends what waits, until `deadline`. */
  readonly send: (deadline: AbortSignal) => Promise<void>;
  /** Ends sending in the background. */
  readonly stop: () => Promise<void>;
  /** Goes on collecting and sending, if participation allows. */
  readonly resume: () => void;
  /** Whether there is anything to seal or to send. */
  readonly hasWork: () => boolean;
}

/**
 * How sessions end: with the app, and with the last window of an app that goes on. The session is sealed and sent, and then
 * nothing begins any more.
 */
export class Ending {
  readonly #parts: EndingParts;
  #quitting = false;
  #resting = false;
  /** What is sent after a session has ended. */
  #sending: Promise<void> | undefined;

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** Nothing begins now. */
  get isClosed(): boolean {
    return this.#quitting || this.#resting;
  }

  /** No window is open. */
  get isResting(): boolean {
    return this.#resting;
  }

  /** Whether anything has to be done before the app may end. Without a window that is only what is being sent already. */
  get hasWork(): boolean {
    return this.#resting ? this.#sending !== undefined : this.#parts.hasWork();
  }

  /** The app ends. Without a window all was done when the last one closed. */
  async close(deadline: AbortSignal): Promise<void> {
    this.#quitting = true;
    if (this.#resting) return await this.#sending;
    this.#parts.seal();
    await this.#send(deadline);
  }

  /** The app does not end after {@link close}. */
  calledOff(): void {
    this.#quitting = false;
    this.#parts.resume();
  }

  /** The last window was closed. @param deadline `undefined` sends nothing, for a start without a window. */
  async rest(deadline: AbortSignal | undefined): Promise<void> {
    if (this.isClosed) return;
    const { hasWork } = this;
    this.#resting = true;
    if (!deadline || !hasWork) return await this.#parts.stop();
    this.#parts.seal();
    await this.#send(deadline);
    // A window has opened meanwhile: what could not be sent is tried again.
    if (!this.isClosed) this.#parts.resume();
  }

  /** A window is about to open. @returns whether there was none. */
  wake(): boolean {
    const wasResting = this.#resting;
    this.#resting = false;
    return wasResting;
  }

  /** After what is being sent already: one batch is not sent twice at the same time. */
  async #send(deadline: AbortSignal): Promise<void> {
    const before = this.#sending;
    const sending = (before ? before.then(() => this.#parts.send(deadline)) : this.#parts.send(deadline)).finally(
      () => {
        if (this.#sending === sending) this.#sending = undefined;
      },
    );
    this.#sending = sending;
    await sending;
  }
}
