/** Files of rules as their authors write them, and as they are signed. */
import {
  type Compilation,
  compileSuggestions,
  describeProblem,
  MAX_SUGGESTIONS_BYTES,
  type Manifest,
  readSuggestionsFile,
  type SuggestionRefusal,
  type SuggestionsReading,
  wordsOf,
  writeSuggestionsFile,
} from 'candor-client/core';
import { z } from 'zod';
import { messageOf } from '../message-of.ts';
import { readText } from '../products/manifest-files.ts';
import { type SigningKey, verifyEd25519 } from './keys.ts';

/** What an author writes may be laid out wider than what is signed. */
const MOST_BYTES = 8 * MAX_SUGGESTIONS_BYTES;

type Document = NonNullable<Compilation['document']>;

/** What of a document says whose it is, before anything else of it is known. */
const Head = z.looseObject({ product: z.string() });
const SignedHead = Head.extend({ serial: z.int() });

/** Rules that compile, and what they were compiled of. */
export interface Rules {
  readonly document: Document;
  /** As JSON has them. */
  readonly value: z.infer<typeof Head>;
  readonly manifest: Manifest;
}

/** Finds the words of a product; `undefined` where they are not known. */
export type FindManifest = (product: string) => Manifest | undefined;

const vocabularyOf = (manifest: Manifest) => ({ id: manifest.product, words: wordsOf(manifest) });

/**
 * Reads and compiles a file of rules by the words of its product.
 * @throws Error with a line for each thing that is wrong, and where it stands.
 */
export async function readRules(file: string, find: FindManifest): Promise<Rules> {
  const wrong = (lines: readonly string[]) => new Error(lines.map((line) => `${file}: ${line}`).join('\n'));
  const text = await readText(file, MOST_BYTES).catch((error: unknown) => {
    throw wrong([messageOf(error)]);
  });
  const value = jsonIn(text);
  if (value instanceof Error) throw wrong([value.message]);
  const head = Head.safeParse(value);
  if (!head.success) throw wrong(['/: expected a document of rules, with the id of its product']);
  const manifest = find(head.data.product);
  if (!manifest) throw wrong([`/product: no words of ${JSON.stringify(head.data.product)} are known; give --manifest`]);
  const { document, problems } = compileSuggestions(value, vocabularyOf(manifest));
  if (!document || problems.length > 0) throw wrong(problems.map(describeProblem));
  return { document, value: head.data, manifest };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return new Error(messageOf(error));
  }
}

/**
 * Signs rules as the next file after one that may be there.
 * @param before the file that the new one takes the place of; `undefined` where there is none.
 * @throws Error that says in one sentence why it would not be taken by an installation.
 */
export function signRules(
  { document, value, manifest }: Rules,
  keys: readonly SigningKey[],
  before: string | undefined,
  now: number,
) {
  const last = before === undefined ? undefined : SignedHead.safeParse(jsonIn(payloadOf(before)));
  if (last && (!last.success || last.data.product !== manifest.product))
    throw new Error(`the file that would be replaced is no signed file of ${manifest.product}`);
  const serial = Math.max(document.serial, (last?.data?.serial ?? 0) + 1);
  const payload = JSON.stringify({ ...value, serial });
  const file = writeSuggestionsFile(
    payload,
    keys.map((key) => key.sign(payload)),
  );
  readSigned(file, manifest, { keys: keys.map(({ publicKey }) => publicKey), now });
  return { file, serial };
}

/** What was signed: all behind the first empty line. */
const payloadOf = (file: string): string => file.slice(file.indexOf('\n\n') + 2);

export interface SignedReading {
  /** Public keys, one of which must have signed it. */
  readonly keys: readonly string[];
  /** Milliseconds since 1970-01-01, UTC. */
  readonly now: number;
  /** A file that is published. */
  readonly before?: { readonly file: string; readonly serial: number } | undefined;
}

/**
 * Reads a signed file as an installation does, and wants every rule to compile.
 * @throws Error that says in one sentence why it is refused.
 */
export function readSigned(file: string, manifest: Manifest, { keys, now, before }: SignedReading): Document {
  const last = before && { serial: before.serial, payload: payloadOf(before.file) };
  const product = vocabularyOf(manifest);
  const reading: SuggestionsReading = readSuggestionsFile(file, { product, keys, verify: verifyEd25519, now, last });
  if (reading.status === 'refused') throw new Error(REFUSALS[reading.reason]);
  if (reading.problems.length > 0) throw new Error(reading.problems.map(describeProblem).join('\n'));
  return reading.document;
}

/** The rules of a file that was verified when it was published; `undefined` where nothing of it compiles. */
export function rulesIn(file: string, manifest: Manifest): Document | undefined {
  return compileSuggestions(jsonIn(payloadOf(file)), vocabularyOf(manifest)).document;
}

const REFUSALS: Readonly<Record<SuggestionRefusal, string>> = {
  oversized: `it has more than ${MAX_SUGGESTIONS_BYTES} bytes`,
  malformed: 'it is no signed file of rules',
  'wrong-signature': 'none of the keys has signed it',
  'wrong-product': 'it is of another product',
  expired: 'its last day is over',
  'not-yet': 'its first day is more than a day ahead',
  'old-serial': 'its serial is not above that of the file that is published',
};

/** The signed file at a place, and the product that it says it is of. @throws Error when it is none. */
export async function readSignedFile(place: string): Promise<{ readonly file: string; readonly product: string }> {
  const file = await readText(place, MAX_SUGGESTIONS_BYTES);
  const head = Head.safeParse(jsonIn(payloadOf(file)));
  if (!head.success) throw new Error('it is no signed file of rules');
  return { file, product: head.data.product };
}

/** The text of a file; `undefined` where there is none. */
export async function textAt(place: string): Promise<string | undefined> {
  return await readText(place, MOST_BYTES).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}
