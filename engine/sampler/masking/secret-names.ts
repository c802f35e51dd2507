/**
 * How the name of an option, a variable, a property or a header tells what its value is: `secret` is always masked;
 * `maybe` (keys, sessions, hashes) only when the value looks random, because `--key=F1` is worth seeing; `login` when it
 * is a name and a secret (`--basic-auth anna:secret`); `address` when it is one with a login (`--proxy anna:secret@host`).
 */
export type Secrecy = 'secret' | 'maybe' | 'login' | 'address' | 'open';

const suspect =
  /pass|pw|phrase|secret|token|cred|key|auth|cookie|psk|pin|puk|otp|sas|bearer|jwt|sig|salt|hash|session|sid|nonce|seed|proxy|connectionstring|sonar/i;

/** Last words of names that say where a secret is, or something about it, and not the secret. */
const aboutASecret = new Set(
  (
    'file files path paths dir directory folder jar stdin fd url uri endpoint host port env type mode policy length len ' +
    'ttl timeout lifetime expiry expires age days command cmd eval helper manager prompt name names store required only ' +
    'algorithm authentication encryption format provider backend identity hint history pattern constraints rotation ' +
    'count agent plugin method label ask flag flags'
  ).split(' '),
);

/** The same, written in one word with the secret: `passwordfile`, `passwordless`, `tokenurl`. */
const aboutOneWord =
  /(?:pass|password|passwd|passphrase|pwd|token|secret|cookie|cred|credential)s?(?:file|path|dir|fd|cmd|command|env|eval|stdin|manager|policy|less|length|len|only|type|url|uri|name|provider|store|helper|prompt|required)s?$/;

/** First words that turn an option off, make a program ask, or do something with secrets that it has. */
const withoutASecret = new Set(
  (
    'no without with ask prompt disable skip hide show list delete export load save junk keep use allow deny require ' +
    'max min num try check enforce enable generate reset'
  ).split(' '),
);

/** Inside the name with its punctuation taken out, so that DB_PASSWORD, dbPassword and --db-password are all found. */
const secretParts =
  /passw|passphrase|passcode|secret|credential|(?:api|access|account|auth|shared|private|signing|encryption|master|storage|license|session|wep)key|connectionstring|sonarlogin|masterauth/;

const secretWords = new Set('pwd pw otp psk puk creds cred authorization cookie cookies sas bearer jwt'.split(' '));

/** Secret as the last word only: `--pass-through` and `--rdma-pin-all` are none. */
const secretLastWords = new Set('pass pin'.split(' '));

/** Words behind them that say whose secret it is: `DB_PASS_PROD`. */
const whose = /^(?:\d+|prod|production|dev|test|staging|local|root|admin|user|db|old|new|value)$/;

/** Words that end so are secret (accesstoken, keystorepass), but for these. */
const secretEnding = /(?:token|pwd|passwd|pass)$/;
const harmless = new Set(['bypass', 'compass', 'encompass', 'surpass', 'multipass', 'trespass', 'askpass', 'oldpwd']);

const maybeWords = /^(?:\w*keys?|sig|signature|salt|hash|session|sid|nonce|seed)$/;

/** Whether a text can hold such a name at all; most do not, and need no closer look. */
export function mayNameASecret(text: string): boolean {
  return suspect.test(text);
}

/** Judges a name as it stands in a command line, with or without leading dashes. */
export function secrecyOf(name: string): Secrecy {
  if (!suspect.test(name)) return 'open';
  const words = name
    .replace(/^-D(?=[a-z])/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  while (words.length > 1 && whose.test(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  if (aboutASecret.has(last) || withoutASecret.has(words[0] ?? '')) return 'open';
  const joined = words.join('');
  if (aboutOneWord.test(joined)) return 'open';
  if (secretParts.test(joined) || secretLastWords.has(last)) return 'secret';
  if (words.some((word) => secretWords.has(word) || (word !== 'pass' && isSecretWord(word)))) return 'secret';
  if (words.some((word) => maybeWords.test(word))) return 'maybe';
  if (last.endsWith('auth')) return 'login';
  return last.endsWith('proxy') ? 'address' : 'open';
}

function isSecretWord(word: string): boolean {
  return secretEnding.test(word) && !harmless.has(word);
}

const folders =
  /^\/(?:bin|dev|etc|home|Library|mnt|nix|opt|private|proc|root|run|sbin|srv|sys|tmp|usr|Users|var|Volumes)\//;

/** Whether a value looks like the output of a random generator: 16 hexadecimal digits or more, or 20 of base64. */
export function looksRandom(value: string): boolean {
  if (value.length < 16) return false;
  if (/^(?:0x)?[0-9a-f]{16,}$/i.test(value)) return true;
  if (!/^[\w+/.=~%-]{20,}$/.test(value) || folders.test(value)) return false;
  return /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** Values that say whether, not what: masking them would hide a setting. */
export function isSwitch(value: string): boolean {
  return /^(?:true|false|yes|no|on|off|none|null|0|1|\*|-)?$/i.test(value);
}

/** `~/x`, `./x`, `/run/x`, `C:\\x`: where a secret is. A random secret may begin with a slash, so that one alone says nothing. */
export function isPath(value: string): boolean {
  return /^(?:~|\.{1,2})\/|^[A-Za-z]:[/\\]/.test(value) || folders.test(value);
}
