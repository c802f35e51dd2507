import { readJson, type Shape } from '../batch/shapes.ts';
import type { RuleVocabulary } from './check-condition.ts';
import { type Compilation, compileBy } from './compile.ts';

/**
 * The file in which rules reach installations: the same bytes for everybody, signed by the product's maintainers, so that
 * neither a collector nor whoever stands between can make one up, change one or keep an old one alive for ever.
 *
 *     candor-suggestions/1
 *     <signature of the payload, Base64, one line for each of one or two keys>
 *
 *     <payload: the JSON of a document of rules, to the end of the file>
 *
 * A signature is Ed25519 (RFC 8032) over {@link signedMessage}. A product pins up to two public keys and takes a file that
 * either of them has signed, so that one can be replaced while the other still holds.
 */
export const SUGGESTIONS_MEDIA_TYPE = 'application/vnd.candor.suggestions';

/** Longest file, in bytes of UTF-8: some 100 rules with both languages. */
export const MAX_SUGGESTIONS_BYTES = 64 * 1024;

/** Values of a payload's JSON, see `readJson`: 100 rules have some 3 000. */
const MAX_ITEMS = 10_000;

/** A clock may be this far behind the one of whoever signed, in milliseconds. */
const CLOCK_TOLERANCE_MS = 24 * 60 * 60 * 1000;

/** Pinned public keys of a product: at most so many. */
export const MAX_SUGGESTION_KEYS = 2;

const FIRST_LINE = 'candor-suggestions/1';

/** A public key as it is pinned: 32 bytes in Base64. */
const PUBLIC_KEY = /^[A-Za-z0-9+/]{43}=$/;
/** A signature: 64 bytes in Base64. */
const SIGNATURE = /^[A-Za-z0-9+/]{86}==$/;

/**
 * Ed25519 as handed in by the platform: whether a signature is that of a text's UTF-8 by a key's owner.
 * @param publicKey 32 bytes in Base64. @param signature 64 bytes in Base64.
 */
export type VerifyEd25519 = (publicKey: string, message: string, signature: string) => boolean;

/** Path of a product's file below the collector's address. The product is the same for all of its installations. */
export function suggestionsPath(product: string): string {
  return `/v1/suggestions?product=${product}`;
}

/** What is signed: the payload behind words that no other signature of ours begins with. */
export function signedMessage(payload: string): string {
  return `candor/suggestions/1\n${payload}`;
}

/** A signed file of a payload and one or two signatures of it. @throws when it would not be read back. */
export function writeSuggestionsFile(payload: string, signatures: readonly string[]): string {
  const text = [FIRST_LINE, ...signatures, '', payload].join('\n');
  const frame = readFrame(text);
  if (frame?.payload !== payload) throw new Error('it needs one or two signatures of 64 bytes, in Base64');
  if (isLongerThan(text, MAX_SUGGESTIONS_BYTES)) throw new Error(`it is longer than ${MAX_SUGGESTIONS_BYTES} bytes`);
  return text;
}

/** Whether a text is a public key as a product pins it. */
export const isSuggestionKey = (key: string): boolean => PUBLIC_KEY.test(key);

/** Why a file is refused; each reason has its sentence in Diagnostics. */
export const suggestionRefusals = [
  /** More than {@link MAX_SUGGESTIONS_BYTES}; nothing of it was looked at. */
  'oversized',
  /** No such file, or signed and yet no document of rules. */
  'malformed',
  /** Neither pinned key has signed these bytes. */
  'wrong-signature',
  'wrong-product',
  /** Its last day is over. */
  'expired',
  /** Its first day is more than a day ahead: one of the two clocks is wrong. */
  'not-yet',
  /** A serial below that of the last file that was taken, or the same one with another payload. */
  'old-serial',
] as const;
export type SuggestionRefusal = (typeof suggestionRefusals)[number];

export interface ReadingOptions {
  readonly product: RuleVocabulary;
  /** Those that the product pins; without any every file is refused. */
  readonly keys: readonly string[];
  readonly verify: VerifyEd25519;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The last file that was taken; without its payload another file may have the same serial. */
  readonly last?: { readonly serial: number; readonly payload?: string | undefined } | undefined;
}

export type SuggestionsReading =
  | {
      readonly status: 'taken';
      readonly document: NonNullable<Compilation['document']>;
      /** Rules that this version does not understand. */
      readonly problems: Compilation['problems'];
      /** As it was signed, for the next reading's `last`. */
      readonly payload: string;
    }
  | { readonly status: 'refused'; readonly reason: SuggestionRefusal };

/**
 * Reads a signed file: its size first, then its signature, and only then what it says. Takes any text, and never throws
 * unless `verify` does.
 */
export function readSignedFile(text: string, options: ReadingOptions): SuggestionsReading {
  const { product, keys, verify, now, last } = options;
  if (isLongerThan(text, MAX_SUGGESTIONS_BYTES)) return refused('oversized');
  const frame = readFrame(text);
  if (!frame) return refused('malformed');
  const { payload, signatures } = frame;
  const message = signedMessage(payload);
  const pinned = keys.slice(0, MAX_SUGGESTION_KEYS).filter(isSuggestionKey);
  if (!pinned.some((key) => signatures.some((signature) => verify(key, message, signature)))) {
    return refused('wrong-signature');
  }
  const value = readJson(payload, isAnything, MAX_ITEMS);
  if (isOfAnother(value, product)) return refused('wrong-product');
  const { document, problems } = compileBy(value, product);
  if (!document) return refused('malformed');
  if (isPast(document.expires, now)) return refused('expired');
  if (Date.parse(document.issued) > now + CLOCK_TOLERANCE_MS) return refused('not-yet');
  if (isOld(document.serial, payload, last)) return refused('old-serial');
  return { status: 'taken', document, problems, payload };
}

/** Whether the last day of a file, "2026-03-09", is over. */
export function isPast(expires: string, now: number): boolean {
  return now >= Date.parse(expires) + 24 * 60 * 60 * 1000;
}

/** The payload of a file, as it was signed; `undefined` when it is no such file. */
export function payloadOf(text: string): string | undefined {
  return readFrame(text)?.payload;
}

const refused = (reason: SuggestionRefusal) => ({ status: 'refused', reason }) as const;

const isAnything: Shape<unknown> = (_value): _value is unknown => true;

function isOld(serial: number, payload: string, last: ReadingOptions['last']): boolean {
  if (!last || serial > last.serial) return false;
  return serial < last.serial || (last.payload !== undefined && last.payload !== payload);
}

function isOfAnother(value: unknown, { id }: RuleVocabulary): boolean {
  const product = typeof value === 'object' && value !== null && 'product' in value ? value.product : undefined;
  return typeof product === 'string' && product !== id;
}

function readFrame(text: string): { readonly payload: string; readonly signatures: readonly string[] } | undefined {
  // Half of a pair has no UTF-8 of its own: what is verified would not be what is read.
  if (/\p{Cs}/u.test(text)) return undefined;
  const end = text.indexOf('\n\n');
  const [first, ...signatures] = text.slice(0, Math.max(0, end)).split('\n');
  if (first !== FIRST_LINE || signatures.length < 1 || signatures.length > MAX_SUGGESTION_KEYS) return undefined;
  if (!signatures.every((signature) => SIGNATURE.test(signature))) return undefined;
  return { payload: text.slice(end + 2), signatures };
}

/** Whether a text has more bytes of UTF-8 than `max`. Reads no more of it than that. */
function isLongerThan(text: string, max: number): boolean {
  if (text.length > max) return true;
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character.codePointAt(0) ?? 0);
  return bytes > max;
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
