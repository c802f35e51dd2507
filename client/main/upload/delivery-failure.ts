import type { LogParameters } from '../../core/logs/log-codes.ts';

/** Why a batch could not be sent, as the product log tells it. */
export type DeliveryFailure = LogParameters<'delivery.failed'>['outcome'];

/** Why a request got no answer. */
export type NetworkFailure = Extract<DeliveryFailure, 'offline' | 'timeout' | 'tls' | 'proxy' | 'other'>;

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
