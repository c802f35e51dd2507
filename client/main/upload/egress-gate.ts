import type { Participation } from '../../core/consent/participation.ts';
import { swallowed } from '../../core/debug.ts';
import type { ClientLogParameters } from '../../core/product/client-words.ts';

/** One request as the program makes it; there is no other way out of the app. */
export interface EgressRequest {
  /**
   * Why it is made. `upload`: data that was collected; only with consent. `suggestions`: a file that is the same for
   * everybody; only with consent, and it says nothing of who asks. `personal`: the user's own click asks the collector what
   * it holds of this installation, or to erase it; a right that a No does not take away.
   */
  readonly purpose: 'upload' | 'suggestions' | 'personal';
  readonly method: 'POST' | 'GET' | 'DELETE';
  /** Path below the collector's address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for a request without one. */
  readonly body: Uint8Array;
  /** Longest answer that is read, in bytes. */
  readonly maxAnswerBytes: number;
}

/** The answer, reduced to what decides what happens next. */
export interface EgressResponse {
  readonly status: number;
  /** Media type without parameters, lower case; empty when there was none. */
  readonly mediaType: string;
  /** Seconds or an HTTP date, as received. */
  readonly retryAfter: string | undefined;
  /** At most the request's `maxAnswerBytes` of the answer. */
  readonly body: string;
}

/** Carries a request over the network. Rejects when there is no answer, or when `signal` ends it. */
export type Transport = (request: EgressRequest, signal: AbortSignal) => Promise<EgressResponse>;

type EgressResult =
  | { readonly status: 'answered'; readonly response: EgressResponse }
  /** Consent does not allow it, or was withdrawn while the request was under way. */
  | { readonly status: 'forbidden' }
  | { readonly status: 'unreachable'; readonly failure: NetworkFailure };

/**
 * The egress gate: the one function through which every byte leaves. For all that is not a person's own request it reads
 * effective consent again for each one, and a withdrawal aborts what is in flight. What the user asks for in person, fetch and erase, needs no
 * consent and outlives a withdrawal; one call makes one request, and the caller has seen the click.
 */
export class EgressGate {
  readonly #participation: () => Participation;
  readonly #transport: Transport;
  readonly #inFlight = new Set<AbortController>();

  constructor(participation: () => Participation, transport: Transport) {
    this.#participation = participation;
    this.#transport = transport;
  }

  /** Sends one request if its purpose allows it now. Never rejects. */
  async send(request: EgressRequest, signal: AbortSignal): Promise<EgressResult> {
    const needsConsent = request.purpose !== 'personal';
    if (needsConsent && this.#participation().level === 'off') return { status: 'forbidden' };
    const withdrawal = new AbortController();
    if (needsConsent) this.#inFlight.add(withdrawal);
    try {
      const response = await this.#transport(request, AbortSignal.any([signal, withdrawal.signal]));
      // An answer that arrives as consent goes must not lead to another write.
      return withdrawal.signal.aborted ? { status: 'forbidden' } : { status: 'answered', response };
    } catch (error) {
      swallowed('delivery', 'request', error);
      if (withdrawal.signal.aborted) return { status: 'forbidden' };
      return { status: 'unreachable', failure: networkFailure(error) };
    } finally {
      this.#inFlight.delete(withdrawal);
    }
  }

  /** Aborts every request under way that needs consent; called at once when participation ends. */
  abort(): void {
    for (const request of this.#inFlight) request.abort();
  }
}

/** Why a batch could not be sent, as the product log tells it. */
export type DeliveryFailure = ClientLogParameters<'delivery.failed'>['outcome'];

/** Why a request got no answer. */
type NetworkFailure = Extract<DeliveryFailure, 'offline' | 'timeout' | 'tls' | 'proxy' | 'other'>;

/** Names of Chromium's network errors (net/base/net_error_list.h), by what they mean to us; the first that fits counts. */
const networkFailures: readonly (readonly [RegExp, NetworkFailure])[] = [
  [/ERR_(?:PROXY|TUNNEL|SOCKS|MANDATORY_PROXY|UNEXPECTED_PROXY)/, 'proxy'],
  [/ERR_(?:CERT|SSL|BAD_SSL)/, 'tls'],
  [/ERR_(?:TIMED_OUT|CONNECTION_TIMED_OUT)/, 'timeout'],
  [/ERR_(?:INTERNET_DISCONNECTED|NAME_NOT_RESOLVED|ADDRESS_UNREACHABLE|NETWORK_CHANGED)/, 'offline'],
];

/** What a request's rejection means: the name of the network's error, never its text, which holds an address. */
export function networkFailure(thrown: unknown): NetworkFailure {
  const text = thrown instanceof Error ? thrown.message : '';
  return networkFailures.find(([names]) => names.test(text))?.[1] ?? 'other';
}
