import { expect, it } from 'vitest';
import { REFUSAL_MEDIA_TYPE, refusalStatus } from '../../../../../client/core/batch/refusal.ts';
import { networkFailure } from '../../../../../client/main/upload/egress-gate.ts';
import { deliveryFailure, interpret } from '../../../../../client/main/upload/upload.ts';
import { answer } from '../../../../support/fakes.ts';

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

const made = { product: 'candor-finder', version: '1.0.0' };
const batch = { id: '00000000-0000-8000-8000-000000000001', session: 1, bytes: Buffer.from('abc'), ...made };
/** FIPS 180-2, appendix B.1: the SHA-256 of `abc`. */
const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

it.each([
  [200, 'not-a-receipt'],
  [400, 'not-a-receipt'],
  [403, 'not-a-receipt'],
  [410, 'not-a-receipt'],
  [413, 'not-a-receipt'],
  [429, 'server-error'],
  [503, 'server-error'],
] as const)('the answer %d of anybody means %s', (status, failure) => {
  expect(deliveryFailure(interpret(answer(status), batch, 0))).toBe(failure);
});

it.each([
  ['invalid', 'refused'],
  ['not-yet', 'other'],
  ['unavailable', 'server-error'],
  ['ended', undefined],
  ['too-large', undefined],
] as const)('the collector’s refusal as %s means %s', (refusal, failure) => {
  const body = JSON.stringify({ refusal, body: digest, ...made });
  expect(deliveryFailure(interpret(answer(refusalStatus[refusal], body, REFUSAL_MEDIA_TYPE), batch, 0))).toBe(failure);
});
