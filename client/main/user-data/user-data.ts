import { RECEIPT_MEDIA_TYPE } from '../../core/batch/batch.ts';
import { MAX_USER_DATA_PAGE_BYTES, USER_DATA_MEDIA_TYPE, userDataPath } from '../../core/batch/user-data.ts';
import type { ErasureAnswer, ShownLookup, UserDataAnswer } from '../../core/ipc/program.ts';
import type { Timers } from '../../node/platform.ts';
import type { Credentials } from '../consent/identity.ts';
import { MAX_RECEIPT_BYTES, MAX_USER_DATA_PAGES, PERSONAL_REQUEST_MS } from '../limits.ts';
import type { EgressGate, EgressRequest, EgressResponse } from '../upload/egress-gate.ts';
import { describeBatch } from './shown-batch.ts';
import { lookupsOf, type Reading, readErasure, readPage, type UserDataBatch } from './user-data-answers.ts';

interface UserDataOptions {
  readonly gate: EgressGate;
  readonly timers: Timers;
  /** Present and former installations of this profile, oldest first; `undefined` when nobody knows which. */
  readonly credentials: () => readonly Credentials[] | undefined;
  /** The collector has confirmed that it erased this installation. */
  readonly onErased: (installation: string) => Promise<void>;
}

/** What a question to the collector came to. */
type Asked<T> = Exclude<Reading<T>, undefined> | { readonly status: 'unreachable' } | { readonly status: 'cancelled' };

/**
 * What the collector holds of this profile: fetched or erased when the user asks for it, with or without consent, and
 * never by itself. A new question ends the one before.
 */
export class UserData {
  readonly #options: UserDataOptions;
  #cancellation = new AbortController();
  #fetched: readonly UserDataBatch[] = [];

  constructor(options: UserDataOptions) {
    this.#options = options;
  }

  /** Ends the question under way, and forgets what was fetched. */
  cancel(): void {
    this.#cancellation.abort();
    this.#fetched = [];
  }

  /** What was fetched last, as the collector gave it. */
  get fetched(): readonly UserDataBatch[] {
    return this.#fetched;
  }

  /** Asks the collector what it holds of this installation and those before it. */
  async fetch(): Promise<UserDataAnswer> {
    const cancelled = this.#begin();
    const all = this.#options.credentials();
    if (!all) return { status: 'unknown' };
    const batches: UserDataBatch[] = [];
    let lookups: readonly ShownLookup[] | null = null;
    let pages = 0;
    for (const credentials of all) {
      let after: string | undefined;
      do {
        if (after !== undefined && pages >= MAX_USER_DATA_PAGES) return this.#answer(batches, lookups, false);
        pages++;
        const page = await this.#fetchPage(credentials, after, cancelled);
        if (page.status === 'unreachable' || page.status === 'cancelled') return page;
        if (page.status === 'read') {
          batches.push(...page.value.batches);
          const told = lookupsOf(page.value);
          if (told) lookups = [...(lookups ?? []), ...told];
        }
        after = page.status === 'read' ? (page.value.next ?? undefined) : undefined;
      } while (after !== undefined);
    }
    return batches.length === 0 ? { status: 'nothing' } : this.#answer(batches, lookups, true);
  }

  #answer(fetched: readonly UserDataBatch[], looked: readonly ShownLookup[] | null, complete: boolean): UserDataAnswer {
    this.#fetched = fetched;
    const batches = fetched.map((batch) => describeBatch(batch, 'stored', JSON.stringify(batch).length));
    const lookups = looked && [...looked].sort((a, b) => (a.day < b.day ? 1 : -1));
    return { status: 'found', batches, lookups, complete };
  }

  /**
   * Has the collector erase this installation and those before it, one after the other. What it confirms is deleted here
   * too, and stays so when a later one fails; participation stays what it is, under a new installation.
   * @throws when the disk refuses; erasing again then finishes it.
   */
  async erase(): Promise<ErasureAnswer> {
    const cancelled = this.#begin();
    const all = this.#options.credentials();
    if (!all) return { status: 'unknown' };
    let batches: number | undefined;
    for (const credentials of all) {
      const erasure = await this.#eraseOne(credentials, cancelled);
      if (erasure.status === 'unreachable' || erasure.status === 'cancelled') return erasure;
      if (erasure.status === 'nothing') continue;
      await this.#options.onErased(credentials.installation);
      batches = (batches ?? 0) + erasure.value.batches;
    }
    return batches === undefined ? { status: 'nothing' } : { status: 'erased', batches };
  }

  #begin(): AbortSignal {
    this.cancel();
    this.#cancellation = new AbortController();
    return this.#cancellation.signal;
  }

  #fetchPage({ installation, key }: Credentials, after: string | undefined, cancelled: AbortSignal) {
    return this.#ask(
      {
        method: 'GET',
        path: userDataPath(installation, after),
        accept: USER_DATA_MEDIA_TYPE,
        maxAnswerBytes: MAX_USER_DATA_PAGE_BYTES,
      },
      key,
      cancelled,
      (response) => readPage(response, installation),
    );
  }

  #eraseOne({ installation, key }: Credentials, cancelled: AbortSignal) {
    return this.#ask(
      {
        method: 'DELETE',
        path: userDataPath(installation),
        accept: RECEIPT_MEDIA_TYPE,
        maxAnswerBytes: MAX_RECEIPT_BYTES,
      },
      key,
      cancelled,
      (response) => readErasure(response, installation),
    );
  }

  async #ask<T>(
    question: Pick<EgressRequest, 'method' | 'path' | 'maxAnswerBytes'> & { readonly accept: string },
    key: string,
    cancelled: AbortSignal,
    read: (response: EgressResponse) => Reading<T>,
  ): Promise<Asked<T>> {
    if (cancelled.aborted) return { status: 'cancelled' };
    const { gate, timers } = this.#options;
    const { accept, ...request } = question;
    const headers = { accept, authorization: `Bearer ${key}` };
    const limit = new AbortController();
    const stop = timers.after(PERSONAL_REQUEST_MS, () => limit.abort());
    const result = await gate.send(
      { ...request, purpose: 'personal', headers, body: new Uint8Array() },
      AbortSignal.any([cancelled, limit.signal]),
    );
    stop();
    const reading = result.status === 'answered' ? read(result.response) : undefined;
    return reading ?? { status: cancelled.aborted ? 'cancelled' : 'unreachable' };
  }
}
