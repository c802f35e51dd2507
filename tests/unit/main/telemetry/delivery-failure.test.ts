import { expect, it } from 'vitest';
import { deliveryFailure, networkFailure } from '../../../../main/telemetry/delivery-failure.ts';
import { interpret } from '../../../../main/telemetry/upload.ts';
import { answer } from '../../../support/fakes.ts';

it.each([
  ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
  ['net::ERR_NAME_NOT_RESOLVED', 'offline'],
  ['net::ERR_CERT_AUTHORITY_INVALID', 'tls'],
  ['net::ERR_SSL_PROTOCOL_ERROR', 'tls'],
  ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
  ['net::ERR_PROXY_CERTIFICATE_INVALID', 'proxy'],
  ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
  ['net::ERR_CONNECTION_TIMED_OUT', 'timeout'],
  ['net::ERR_CONNECTION_REFUSED', 'other'],
  ['', 'other'],
])('the network error %j means %s', (message, failure) => {
  expect(networkFailure(new Error(message))).toBe(failure);
  expect(networkFailure(message)).toBe('other');
});

it.each([
  [200, 'not-a-receipt'],
  [400, 'refused'],
  [403, 'other'],
  [429, 'server-error'],
  [503, 'server-error'],
  [410, undefined],
  [413, undefined],
] as const)('the answer %d means %s', (status, failure) => {
  expect(deliveryFailure(interpret(answer(status), 'batch', 0))).toBe(failure);
});
