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
