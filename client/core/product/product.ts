import { isRecord } from '../batch/shapes.ts';
import { errorClasses, errorCodes } from '../errors/vocabulary.ts';
import { isSuggestionKey, MAX_SUGGESTION_KEYS } from '../suggestions/signed-file.ts';
import { clientCountIds, clientFiles, clientLogs, clientOperationIds } from './client-words.ts';
import { manifestOf, manifestProblem } from './manifest.ts';
import type { ProductWords } from './words.ts';

/** A product that takes part in the program. Consent, identity and outbox are kept apart for each. */
export interface Product<W extends ProductWords = ProductWords> {
  /**
   * Names it in its manifest, and its folders on Linux: 3 to 40 small letters, digits and dashes. It never changes.
   */
  readonly id: string;
  /** Name shown to people, and the name of its folders on Windows and macOS. */
  readonly name: string;
  /** Semantic version, "major.minor.patch". */
  readonly version: string;
  /** Where its batches go, unless a policy names another place: HTTPS. */
  readonly collector: string;
  /** Preference domain of its policy on macOS. */
  readonly domain: string;
  /** Registry key of its policy on Windows, below `HKEY_LOCAL_MACHINE\SOFTWARE\Policies`. */
  readonly registryKey: readonly string[];
  /**
   * Whose suggestions it takes: one or two Ed25519 public keys, 32 bytes in Base64 each, either of which is enough. Without
   * any it asks for none.
   */
  readonly suggestionKeys?: readonly string[];
  /**
   * Where it says what came of the program, such as the site of `candor-collector publish`: HTTPS. The Help dialog links to it, and
   * the person's browser opens it. Without one nothing is shown.
   */
  readonly resultsUrl?: string;
  /** Its own vocabulary, which its manifest tells to collectors. */
  readonly words: W;
}

/**
 * A product as the client takes it.
 * @throws Error that says what is wrong with its id, its version or its words: a mistake of the product's developers.
 */
export function defineProduct<const W extends ProductWords>(product: Product<W>): Product<W> {
  const problem =
    missingPart(product.words) ??
    manifestProblem(manifestOf(product)) ??
    takenWord(product.words) ??
    keysProblem(product.suggestionKeys) ??
    resultsProblem(product.resultsUrl);
  if (problem) throw new Error(`${product.id}: ${problem}`);
  releaseLine(product.version);
  return product;
}

function keysProblem(keys: readonly string[] = []): string | undefined {
  if (keys.length > MAX_SUGGESTION_KEYS) return `suggestionKeys: at most ${MAX_SUGGESTION_KEYS}`;
  return keys.every(isSuggestionKey) ? undefined : 'suggestionKeys: a key is 32 bytes in Base64';
}

function resultsProblem(address: string | undefined): string | undefined {
  if (address === undefined || isResultsUrl(address)) return undefined;
  return `resultsUrl: an HTTPS address of a host and a path, of at most ${MAX_RESULTS_URL} characters`;
}

/** Characters of {@link Product.resultsUrl}: it is shown to people, who must be able to read it. */
const MAX_RESULTS_URL = 200;

/** Whether an address may be {@link Product.resultsUrl}: a host with a name and a path, and nothing that could say who asks. */
export function isResultsUrl(address: string): boolean {
  return (
    address.length <= MAX_RESULTS_URL && /^https:\/\/(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*(?:\/[\w.~%-]*)*$/.test(address)
  );
}

/** What no manifest can be made without, which a product that is written in JavaScript may lack. */
function missingPart(words: unknown): string | undefined {
  if (!isRecord(words)) return 'it has no words';
  const lists = ['commands', 'operations', 'counts', 'settings', 'logs'] as const;
  const missing = lists.find((list) => !isRecord(words[list]));
  if (missing) return `${missing} are no words by their ids`;
  const logs = Object.entries(words['logs'] as Readonly<Record<string, unknown>>);
  const [code] = logs.find(([, log]) => !isRecord(log) || !isRecord(log['parameters'])) ?? [];
  return code === undefined ? undefined : `logs ${code} says no parameters`;
}

/** A word that the client has already: it would have two numbers. What was released before the client had it stays readable. */
function takenWord({ operations, counts, logs, files, errorClasses: classes, errorCodes: codes }: ProductWords) {
  const lists: readonly (readonly [list: string, own: readonly string[], client: readonly string[]])[] = [
    ['operations', Object.keys(operations), clientOperationIds],
    ['counts', Object.keys(counts), clientCountIds],
    ['logs', Object.keys(logs), Object.keys(clientLogs)],
    ['files', files, clientFiles],
    ['errorClasses', classes, errorClasses],
    ['errorCodes', codes, errorCodes],
  ];
  for (const [list, own, client] of lists) {
    const taken = own.find((word) => client.includes(word));
    if (taken) return `${list}: ${taken} is the client’s own`;
  }
  return undefined;
}

/**
 * The release line, "major.minor", for which a consent holds.
 * @throws when the version is not "major.minor.patch": a product without a line cannot ask for consent.
 */
export function releaseLine(version: string): string {
  const match = /^(\d{1,5}\.\d{1,5})\.\d{1,5}(?:[-+].*)?$/.exec(version);
  if (!match?.[1]) throw new Error(`not a product version: ${version}`);
  return match[1];
}
