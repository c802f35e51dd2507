import { debug } from '../../core/debug.ts';
import type { DiagnosisFacts } from '../../core/diagnosis/facts.ts';
import type { SuggestionOutcome, SuggestionsAnswer } from '../../core/ipc/suggestions.ts';
import type { Product } from '../../core/product/product.ts';
import type { Configuration } from '../../core/registry/registry.ts';
import { evaluate, type Met } from '../../core/suggestions/evaluate.ts';
import type { Suggestions as Document } from '../../core/suggestions/rules.ts';
import {
  isPast,
  MAX_SUGGESTIONS_BYTES,
  payloadOf,
  readSignedFile,
  SUGGESTIONS_MEDIA_TYPE,
  suggestionsPath,
} from '../../core/suggestions/signed-file.ts';
import type { Clock, Randomness, Timers } from '../../node/platform.ts';
import type { Disk } from '../files/disk.ts';
import {
  MAX_DISMISSED,
  SUGGESTIONS_AGAIN_MS,
  SUGGESTIONS_DELAY_MS,
  SUGGESTIONS_LAST_LOOK_MS,
  SUGGESTIONS_LOOK_MS,
  SUGGESTIONS_LOOK_REST,
  SUGGESTIONS_REQUEST_MS,
  SUGGESTIONS_RETRY_MS,
  SUGGESTIONS_SPREAD_MS,
} from '../limits.ts';
import type { Collection } from '../recording/collection.ts';
import type { BatchCodec } from '../recording/platform-codec.ts';
import type { EgressGate } from '../upload/egress-gate.ts';
import { verifyEd25519 } from './ed25519.ts';
import { SuggestionsStore } from './kept-suggestions.ts';

/** What the program hands to it. */
export interface SuggestionsParts {
  readonly gate: EgressGate;
  /** The session under way, which is what rules are about. */
  readonly collection: Pick<Collection, 'level' | 'preview'>;
  /** The file that keeps them, and where it goes when it is damaged. */
  readonly file: string;
  readonly aside: string;
}

interface SuggestionsOptions extends SuggestionsParts {
  readonly product: Product;
  readonly codec: BatchCodec;
  /** Public keys of those whose files are taken. */
  readonly keys: readonly string[];
  readonly disk: Disk;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Pick<Randomness, 'fraction'>;
  /** Settings that differ from their defaults, which are looked at here at every level and sent at the enhanced one alone. */
  readonly configuration: () => Configuration;
  /** Called when another number of suggestions is new. */
  readonly onFresh: (fresh: number) => void;
}

/**
 * Suggestions: once a day, under a Yes, a signed file is asked for that is the same for everybody, and its rules are held
 * against the session under way. Which of them it meets is known on this computer alone: the request says the product and
 * nothing else, so it has no entity tag either, by which a collector could know an installation again.
 */
export class Suggestions {
  readonly #options: SuggestionsOptions;
  readonly #store: SuggestionsStore;
  #cancelTimer: (() => void) | undefined;
  #stop = new AbortController();
  /** The document of the file that is kept, which was verified in this run. */
  #document: Document | undefined;
  #isRead = false;
  #met: readonly Met[] = [];
  #fresh = 0;
  /** Monotonic time of the last look, and the milliseconds that it took. */
  #looked = Number.NEGATIVE_INFINITY;
  #took = 0;

  constructor(options: SuggestionsOptions) {
    this.#options = options;
    this.#store = new SuggestionsStore(options);
  }

  /** How many are new, by the last look. */
  get fresh(): number {
    return this.#fresh;
  }

  /** What came of the last request, for a diagnosis. */
  get state(): NonNullable<DiagnosisFacts['suggestions']> {
    return this.#store.get().asked ?? 'never';
  }

  /** Arms the next request. To be called only under a Yes; a request that is armed stays so. */
  start(): void {
    if (this.#cancelTimer) return;
    this.look();
    this.#schedule();
  }

  /** Ends the request under way, and waits for no other; nothing is suggested until the next {@link start}. */
  stop(): void {
    this.#tell([]);
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#stop.abort();
    this.#stop = new AbortController();
  }

  /** Ends everything and forgets it; the caller deletes the file. */
  forget(): void {
    this.stop();
    this.#store.forget();
    this.#document = undefined;
    this.#isRead = true;
  }

  /** Something was used: looks again, if the last look was some time ago. */
  used(): void {
    const rest = Math.max(SUGGESTIONS_LOOK_MS, this.#took * SUGGESTIONS_LOOK_REST);
    if (this.#options.clock.monotonic() - this.#looked >= rest) this.look();
  }

  /** The session is about to end: what it has met is remembered, unless a quit would wait for long. */
  ending(): void {
    if (this.#took <= SUGGESTIONS_LAST_LOOK_MS) this.look();
  }

  /** Holds the rules against the session under way. */
  look(): void {
    const { clock } = this.#options;
    const began = clock.monotonic();
    this.#tell(this.#evaluate());
    this.#looked = clock.monotonic();
    this.#took = this.#looked - began;
  }

  /** What is suggested now, which counts as shown from then on. */
  view(): SuggestionsAnswer {
    this.look();
    const { seen, dismissed, asked } = this.#store.get();
    const shown = this.#met.map(({ rule, found }) => ({
      rule,
      found,
      isNew: !seen.includes(rule.id),
      dismissed: dismissed.includes(rule.id),
    }));
    if (shown.some(({ isNew }) => isNew)) this.#store.change({ seen: shown.map(({ rule }) => rule.id) });
    this.#tell(this.#met);
    return { state: this.#options.collection.level === undefined ? 'off' : 'on', shown, asked };
  }

  /** Dismisses a suggestion on this computer, or takes that back. */
  dismiss(rule: string, isDismissed: boolean): void {
    // Only what is suggested, and so only under a Yes.
    if (!this.#met.some((met) => met.rule.id === rule)) return;
    const others = this.#store.get().dismissed.filter((id) => id !== rule);
    this.#store.change({ dismissed: isDismissed ? [...others, rule].slice(-MAX_DISMISSED) : others });
  }

  #evaluate(): readonly Met[] {
    const document = this.#current();
    // Without rules the session's log is not read.
    const session = document && document.rules.length > 0 ? this.#options.collection.preview() : undefined;
    if (!document || !session) return [];
    const { met: before } = this.#store.get();
    const { header, usage, reports } = session;
    const facts = {
      ...reports,
      level: header.envelope.level,
      context: header.context,
      usage,
      configuration: this.#options.configuration(),
    };
    const found = evaluate(document.rules, facts, new Set(before));
    const met = found.map(({ rule }) => rule.id);
    if (met.join() !== before.join()) this.#store.change({ met });
    return found;
  }

  /** The rules that are kept, as long as they hold. */
  #current(): Document | undefined {
    if (!this.#isRead) this.#document = this.#readKept();
    this.#isRead = true;
    return this.#document && !isPast(this.#document.expires, this.#options.clock.now()) ? this.#document : undefined;
  }

  /** A file that was changed on the disk, or whose key is not pinned any more, is let go. */
  #readKept(): Document | undefined {
    const { file } = this.#store.get();
    const reading = file === null ? undefined : this.#read(file);
    if (reading?.status === 'taken') return reading.document;
    const isOver = reading?.reason === 'expired' || reading?.reason === 'not-yet';
    if (reading && !isOver) this.#store.change({ file: null });
    return undefined;
  }

  #read(text: string, last?: Parameters<typeof readSignedFile>[1]['last']) {
    const { product: own, codec, keys, clock } = this.#options;
    const product = { id: own.id, words: own.words, registry: codec.format.registry };
    return readSignedFile(text, { product, keys, verify: verifyEd25519, now: clock.now(), last });
  }

  #tell(met: readonly Met[]): void {
    if (met.length === 0 && this.#met.length === 0) return;
    this.#met = met;
    const { seen, dismissed } = this.#store.get();
    const known = new Set([...seen, ...dismissed]);
    const fresh = met.filter(({ rule }) => !known.has(rule.id)).length;
    if (fresh === this.#fresh) return;
    this.#fresh = fresh;
    this.#options.onFresh(fresh);
  }

  /** At a random moment, so that it says nothing of when the app was started, and a day after the last one. */
  #schedule(): void {
    const { clock, timers, random } = this.#options;
    const { asked } = this.#store.get();
    const since = asked ? clock.now() - asked.at : Number.POSITIVE_INFINITY;
    const rest = asked?.outcome === 'unreachable' ? SUGGESTIONS_RETRY_MS : SUGGESTIONS_AGAIN_MS;
    // A clock that was set back says nothing of when that was.
    const wait = since < 0 ? 0 : Math.max(0, rest - since);
    const delay = wait + SUGGESTIONS_DELAY_MS + Math.round(random.fraction() * SUGGESTIONS_SPREAD_MS);
    this.#cancelTimer = timers.after(delay, () => void this.#ask(this.#stop.signal));
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const { gate, timers, product, clock } = this.#options;
    const limit = new AbortController();
    const stop = timers.after(SUGGESTIONS_REQUEST_MS, () => limit.abort());
    const result = await gate.send(
      {
        purpose: 'suggestions',
        method: 'GET',
        path: suggestionsPath(product.id),
        headers: { accept: SUGGESTIONS_MEDIA_TYPE },
        body: new Uint8Array(),
        // One more than a file may have, so that one that is too long is known as such.
        maxAnswerBytes: MAX_SUGGESTIONS_BYTES + 1,
      },
      AbortSignal.any([signal, limit.signal]),
    );
    stop();
    if (signal.aborted) return;
    this.#cancelTimer = undefined;
    if (result.status === 'forbidden') return;
    const outcome = result.status === 'answered' ? this.#take(result.response) : 'unreachable';
    debug('delivery', 'suggestions', { outcome });
    this.#store.change({ asked: { at: clock.now(), outcome } });
    if (outcome === 'taken') this.look();
    this.#schedule();
  }

  /** What is refused changes nothing: what was taken before holds until its last day. */
  #take({ status, mediaType, body }: { readonly status: number; readonly mediaType: string; readonly body: string }) {
    if (status === 404) return 'none';
    if (status !== 200 || mediaType !== SUGGESTIONS_MEDIA_TYPE) return 'unreachable';
    const { file, serial, seen, met } = this.#store.get();
    const last = { serial, payload: file === null ? undefined : payloadOf(file) };
    const reading = this.#read(body, serial > 0 ? last : undefined);
    if (reading.status === 'refused') return reading.reason satisfies SuggestionOutcome;
    const { document } = reading;
    const stillThere = (id: string) => document.rules.some((rule) => rule.id === id);
    this.#document = document;
    this.#isRead = true;
    this.#store.change({
      file: body,
      serial: document.serial,
      seen: seen.filter(stillThere),
      met: met.filter(stillThere),
    });
    return 'taken';
  }
}
