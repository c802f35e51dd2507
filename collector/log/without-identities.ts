/**
 * What must not stand in a log although an error's message may carry it: the storage quotes rows that it cannot parse, the
 * system quotes addresses. Each is told by its form, wherever it stands.
 */
const IDENTITIES: readonly (readonly [form: RegExp, instead: string])[] = [
  [/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/gi, '<id>'],
  // Hashes of keys, fingerprints, and what else is as long; a manifest's name and a commit's short one are not.
  [/\b[\da-f]{32,}\b/gi, '<hash>'],
  // Keys and tokens: 32 bytes in base64url, perhaps behind a prefix.
  [/(?<![\w/.-])(?:candor_)?[\w-]{43,}(?![\w/.-])/g, '<key>'],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g, '<address>'],
  [/(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi, '<address>'],
];

/** A time of day has the form of an address. */
const TIME = /^\d{1,2}:\d{2}:\d{2}$/;

/** A message without installation IDs, hashes, keys, tokens and network addresses. */
export function withoutIdentities(message: string): string {
  return IDENTITIES.reduce(
    (text, [form, instead]) => text.replaceAll(form, (found) => (TIME.test(found) ? found : instead)),
    message,
  );
}
