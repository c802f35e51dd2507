/**
 * How the name of an option, a variable or a header tells what its value is: `secret` is always masked, `maybe` (keys,
 * sessions, hashes) only when the value looks random, because `--key=F1` is worth seeing.
 */
export type Secrecy = 'secret' | 'maybe' | 'open';

/** Last words of names that say where a secret is, or something about it, and not the secret. */
const aboutASecret = new Set(
  (
    'file files path paths dir directory stdin fd url uri endpoint host port env type mode policy length ttl timeout ' +
    'lifetime expiry expires command cmd helper manager prompt name names store required only algorithm authentication'
  ).split(' '),
);

/** First words that turn an option off or make a program ask. */
const withoutASecret = new Set(['no', 'without', 'ask', 'prompt', 'disable', 'skip']);

/** Inside the name with its punctuation taken out, so that DB_PASSWORD, dbPassword and --db-password are all found. */
const secretParts =
  /passw|passphrase|passcode|secret|credential|(?:api|access|account|auth|shared|private|signing|encryption|master|storage|license|session)key|connectionstring/;

const secretWords = new Set(
  'pass pwd pw pin otp psk creds cred authorization cookie cookies sas bearer jwt'.split(' '),
);

/** Words that end so are secret (accesstoken, keystorepass), but for these. */
const secretEnding = /(?:token|pwd|passwd|pass)$/;
const harmless = new Set(['bypass', 'compass', 'trespass', 'askpass', 'oldpwd']);

const maybeWords = /^(?:\w*keys?|auth|sig|signature|salt|hash|session|sid|nonce|seed)$/;

/** Judges a name as it stands in a command line, with or without leading dashes. */
export function secrecyOf(name: string): Secrecy {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const [first = ''] = words;
  const last = words.at(-1) ?? '';
  if (aboutASecret.has(last) || withoutASecret.has(first)) return 'open';
  if (secretParts.test(words.join(''))) return 'secret';
  if (words.some((word) => secretWords.has(word) || (secretEnding.test(word) && !harmless.has(word)))) return 'secret';
  return words.some((word) => maybeWords.test(word)) ? 'maybe' : 'open';
}

const folders =
  /^\/(?:bin|dev|etc|home|Library|mnt|nix|opt|private|proc|root|run|sbin|srv|sys|tmp|usr|Users|var|Volumes)\//;

/** Whether a value looks like the output of a random generator: 16 hexadecimal digits or more, or 20 of base64. */
export function looksRandom(value: string): boolean {
  if (/^(?:0x)?[0-9a-f]{16,}$/i.test(value)) return true;
  if (!/^[\w+/.=~-]{20,}$/.test(value) || folders.test(value)) return false;
  return /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** Values that say whether, not what: masking them would hide a setting. */
export function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|none|null|0|1)?$/i.test(value);
}

/** What stands where a secret stood. */
export const MASK = '•••';

type Rule = readonly [pattern: RegExp, replacement: string | ((match: string, ...groups: string[]) => string)];

/** Secrets that are known by their shape or by what surrounds them, whatever option they belong to. */
const rules: readonly Rule[] = [
  [/(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, `$1${MASK}`],
  [/\b(Bearer|Basic|Negotiate)(\s+)[\w.~+/=-]{8,}/gi, `$1$2${MASK}`],
  // JSON and what looks like it.
  [
    /(["'])([\w.-]{1,64})\1(\s*:\s*)(["'])(?:\\.|(?!\4)[^\\])*\4?/g,
    (match, quote, name, colon, open) =>
      secrecyOf(String(name)) === 'secret' ? `${quote}${name}${quote}${colon}${open}${MASK}${open}` : match,
  ],
  // user:secret@ in addresses; digits alone before a slash are a port. A secret may hold an unescaped @ or slash.
  [/(:\/\/[^\s/:@?#"']*):(?!\d{1,5}(?:[/?#\s"']|$))[^\s"']*@/g, `$1:${MASK}@`],
  // Tokens of well-known services, by their prefixes, and signed web tokens.
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|A[KS]IA[A-Z0-9]{16}|sk-[\w-]{20,}|[rs]k_(?:live|test)_\w{10,}|npm_\w{30,}|pypi-\w{20,}|hv[bs]\.[\w-]{20,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]+|dop_v1_\w{20,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g,
    MASK,
  ],
];

export function maskShapes(text: string): string {
  let masked = maskHeaders(text);
  for (const [pattern, replacement] of rules) {
    masked =
      typeof replacement === 'string' ? masked.replace(pattern, replacement) : masked.replace(pattern, replacement);
  }
  return masked;
}

/** `Authorization: …`: the value of a header ends with the quote or the line that holds it. */
function maskHeaders(text: string): string {
  for (const match of text.matchAll(/\b([A-Za-z][\w-]{0,63}):[ \t]+/g)) {
    if (secrecyOf(match[1] ?? '') !== 'secret') continue;
    const start = match.index + match[0].length;
    const length = text.slice(start).search(/["'\r\n]|$/);
    // What follows the first header is masked by looking again; the mask itself holds no colon, so this ends.
    return `${text.slice(0, start)}${MASK}${maskHeaders(text.slice(start + length))}`;
  }
  return text;
}

/** `name=value` inside a word: query strings, connection strings, option lists. */
export function maskInnerPairs(word: string): string {
  return word.replace(/([A-Za-z_][\w.-]{0,127})=([^\s&;,"']+)/g, (match, name: string, value: string) =>
    secrecyOf(name) === 'secret' && !isSwitch(value) ? `${name}=${MASK}` : match,
  );
}
