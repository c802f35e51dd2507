import { describe, expect, it, vi } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { readSuggestionsFile } from '../../../../../client/core/suggestions/for-product.ts';
import {
  MAX_SUGGESTIONS_BYTES,
  type ReadingOptions,
  signedMessage,
  writeSuggestionsFile,
} from '../../../../../client/core/suggestions/signed-file.ts';
import { verifyEd25519 } from '../../../../../client/main/suggestions/ed25519.ts';
import { type Signer, someDocument, someRule, someSigner } from '../../../../support/signed-suggestions.ts';

const [first, second, stranger] = [someSigner(), someSigner(), someSigner()];

const verify = verifyEd25519;

const now = Date.parse('2026-04-01T12:00:00.000Z');
const payloadOf = (document: unknown = someDocument()) => JSON.stringify(document);
const fileOf = (payload: string, ...keys: Signer[]) =>
  writeSuggestionsFile(
    payload,
    (keys.length > 0 ? keys : [first]).map((key) => key.sign(signedMessage(payload))),
  );
const read = (text: string, more: Partial<Omit<ReadingOptions, 'product'>> = {}) =>
  readSuggestionsFile(text, { product: finder, keys: [first.pinned, second.pinned], verify, now, ...more });
const reason = (...given: Parameters<typeof read>) => {
  const reading = read(...given);
  return reading.status === 'refused' ? reading.reason : reading.status;
};

describe('a file that is taken', () => {
  it('says its rules', () => {
    const reading = read(fileOf(payloadOf()));
    expect(reading).toEqual({ status: 'taken', document: someDocument(), problems: [], payload: payloadOf() });
  });

  it('is signed by either of the two keys, so that the other can be replaced', () => {
    expect(reason(fileOf(payloadOf(), second))).toBe('taken');
    expect(reason(fileOf(payloadOf(), stranger, second))).toBe('taken');
    expect(reason(fileOf(payloadOf(), first), { keys: [first.pinned] })).toBe('taken');
  });

  it('may come again, and with another signature of the same payload', () => {
    const last = { serial: 7, payload: payloadOf() };
    expect(reason(fileOf(payloadOf()), { last })).toBe('taken');
    expect(reason(fileOf(payloadOf(), second), { last })).toBe('taken');
  });

  it('holds to the end of its last day, and from a day before its first', () => {
    expect(reason(fileOf(payloadOf()), { now: Date.parse('2026-06-30T23:59:59.999Z') })).toBe('taken');
    expect(reason(fileOf(payloadOf()), { now: Date.parse('2026-02-28T00:00:00.000Z') })).toBe('taken');
  });
});

describe('a file that is refused', () => {
  const tampered = fileOf(payloadOf()).replace('"serial":7', '"serial":8');
  const later = (serial: number) => payloadOf(someDocument([someRule()], { serial }));
  it.each<[string, string, string, Partial<Omit<ReadingOptions, 'product'>>?]>([
    ['one byte changed', tampered, 'wrong-signature'],
    ['signed by somebody else', fileOf(payloadOf(), stranger), 'wrong-signature'],
    [
      'signed without what says what it is',
      writeSuggestionsFile(payloadOf(), [first.sign(payloadOf())]),
      'wrong-signature',
    ],
    ['no key is pinned', fileOf(payloadOf()), 'wrong-signature', { keys: [] }],
    [
      'a third key is pinned',
      fileOf(payloadOf(), stranger),
      'wrong-signature',
      { keys: [first.pinned, second.pinned, stranger.pinned] },
    ],
    ['what is pinned is no key', fileOf(payloadOf()), 'wrong-signature', { keys: ['', 'AAAA', `${first.pinned} `] }],
    ['an older serial', fileOf(payloadOf()), 'old-serial', { last: { serial: 8, payload: later(8) } }],
    [
      'the same serial with other rules',
      fileOf(payloadOf(someDocument([]))),
      'old-serial',
      { last: { serial: 7, payload: payloadOf() } },
    ],
    ['over', fileOf(payloadOf()), 'expired', { now: Date.parse('2026-07-01T00:00:00.000Z') }],
    ['not begun', fileOf(payloadOf()), 'not-yet', { now: Date.parse('2026-02-27T23:59:59.000Z') }],
    ['of another product', fileOf(payloadOf(someDocument([], { product: 'other' }))), 'wrong-product'],
    ['no document', fileOf('{"rules":[]}'), 'malformed'],
    ['no JSON', fileOf('rules'), 'malformed'],
    ['nothing', fileOf(''), 'malformed'],
    ['empty', '', 'malformed'],
    ['a page of a portal', '<!doctype html>\n\n<p>Log in</p>', 'malformed'],
    ['with lines of another kind', fileOf(payloadOf()).replaceAll('\n', '\r\n'), 'malformed'],
    ['with half of a pair', `${fileOf(payloadOf())}\ud800`, 'malformed'],
    [
      'with three signatures',
      fileOf(payloadOf()).replace('\n', `\n${'A'.repeat(86)}==\n${'A'.repeat(86)}==\n`),
      'malformed',
    ],
    ['deeply nested', fileOf('['.repeat(60_000)), 'malformed'],
    ['of many values', fileOf(`[${'0,'.repeat(30_000)}0]`), 'malformed'],
    ['too long', `${fileOf(payloadOf())}${' '.repeat(MAX_SUGGESTIONS_BYTES)}`, 'oversized'],
    ['too long in bytes alone', `${fileOf(payloadOf())}${'€'.repeat(MAX_SUGGESTIONS_BYTES / 3)}`, 'oversized'],
  ])('%s', (_, text, why, more) => {
    expect(reason(text, more)).toBe(why);
  });

  it('is looked into only when it is signed, and its signature only when it is small enough', () => {
    const parse = vi.spyOn(JSON, 'parse');
    const verified = vi.fn(() => false);
    expect(reason(tampered, { verify: verified })).toBe('wrong-signature');
    expect(parse).not.toHaveBeenCalled();
    verified.mockClear();
    expect(reason(' '.repeat(MAX_SUGGESTIONS_BYTES + 1), { verify: verified })).toBe('oversized');
    expect(verified).not.toHaveBeenCalled();
  });
});

it('is not written when it would not be read back', () => {
  expect(() => writeSuggestionsFile(payloadOf(), [])).toThrow('one or two signatures');
  expect(() => writeSuggestionsFile(payloadOf(), ['AAAA'])).toThrow('one or two signatures');
  expect(() => fileOf(' '.repeat(MAX_SUGGESTIONS_BYTES))).toThrow('longer than');
});
