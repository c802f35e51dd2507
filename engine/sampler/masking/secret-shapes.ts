import { isPath, isSwitch, looksRandom, mayNameASecret, secrecyOf } from './secret-names.ts';
import { maskDialog } from './shell-text.ts';

/** What stands where a secret stood. */
export const MASK = '•••';

/** Masks secrets that are known by their shape or by what surrounds them, whatever option they belong to. */
export function maskShapes(text: string): string {
  // Nothing that has a shape is shorter, and most arguments are.
  if (text.length < 8) return text;
  let masked = text.includes('PRIVATE KEY') ? text.replace(privateKeys, `$1${MASK}`) : text;
  if (masked.includes(':')) masked = maskMembers(maskHeaders(maskAddresses(masked)));
  if (masked.includes('@')) masked = masked.replace(sources, `$1$2${MASK}`);
  if (masked.includes(' ')) masked = maskStatements(masked.replace(schemes, `$1$2${MASK}`));
  return masked.length < 16 ? masked : masked.replace(tokens, MASK);
}

/** What a header calls a token, without the header's name; ordinary words ("Basic authentication") hold no digit. */
const schemes = /\b(Bearer|Basic|Negotiate)(\s{1,4})(?=[\w.~/-]*[\d=+])[\w.~+/=-]{8,}/gi;

/** Data sources without `//`: Go's `name:secret@tcp(host)/base` and Oracle's `jdbc:oracle:thin:name/secret@host`. */
const sources =
  /(\b[\w.-]{1,64}:)[^\s@:/]{1,128}(?=@(?:tcp|udp|unix)?\()|(jdbc:oracle:\w{1,8}:[^\s/:@]{1,64}\/)[^\s@]{1,128}(?=@)/g;

const privateKeys =
  /(-----BEGIN [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----)[\s\S]*?(?:-----END [A-Z ]{0,32}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** Tokens of well-known services, by the prefixes that these document, and signed web tokens. */
const tokens = new RegExp(
  [
    // GitHub, GitLab
    'gh[pousr]_\\w{20,}|github_pat_\\w{20,}|gl(?:pat|dt|rt|ptt|ft|soat|cbt|imt|agent|oas)-[\\w-]{16,}',
    // Slack, Discord and Telegram bots
    'xox[abeprs]-[\\w-]{10,}|xapp-[\\w-]{10,}|\\d{8,10}:AA[\\w-]{32,}',
    // AWS, Google, Azure DevOps, Alibaba, DigitalOcean
    'A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\\w-]{30,}|ya29\\.[\\w-]{20,}|GOCSPX-[\\w-]{20,}|LTAI\\w{12,}|do[opr]_v1_\\w{20,}',
    // OpenAI and those who followed, Hugging Face
    'sk-[\\w-]{20,}|hf_\\w{30,}',
    // Stripe, Square, Shopify, SendGrid, Mailgun, Sendinblue, Twilio
    '[rs]k_(?:live|test)_\\w{10,}|whsec_[\\w+/=]{20,}|sq0(?:atp|csp)-[\\w-]{20,}|shp(?:at|ca|pa|ss)_\\w{20,}',
    'SG\\.[\\w-]{16,}\\.[\\w-]+|key-[0-9a-f]{32}|xkeysib-[\\w-]{20,}|SK[0-9a-f]{32}',
    // npm, PyPI, Docker, Terraform, Vault, Doppler, Heroku, Grafana, Sentry, Atlassian, Postman, Linear
    'npm_\\w{30,}|pypi-[\\w-]{20,}|dckr_pat_[\\w-]{20,}|\\w{14}\\.atlasv1\\.[\\w-]{30,}|hv[bsr]\\.[\\w-]{20,}',
    'dp\\.(?:pt|st|ct)\\.[\\w.-]{20,}|HRKU-[\\w-]{20,}|gl(?:c|sa)_[\\w+/=-]{20,}|sntry[su]_[\\w+/=-]{20,}',
    'ATATT3x[\\w=-]{20,}|PMAK-[\\w-]{20,}|lin_api_\\w{20,}',
    // Docker Swarm, Tailscale, age
    'SWMTKN-1-[\\w-]{20,}|tskey-[\\w-]{10,}|AGE-SECRET-KEY-1\\w{20,}',
    'eyJ[\\w-]{8,}\\.[\\w-]{8,}(?:\\.[\\w-]*)*',
  ]
    .map((alternatives) => `\\b(?:${alternatives})`)
    .join('|'),
  'g',
);

/**
 * `scheme://name:secret@host`, and a token alone before the host. A secret may hold an unescaped @ or slash, so that the
 * last @ of the address ends it; digits alone before a slash are a port.
 */
function maskAddresses(text: string): string {
  let from = text.indexOf('://');
  if (from < 0) return text;
  let masked = '';
  let done = 0;
  while (from >= 0) {
    const start = from + 3;
    const end = start + lengthUntil(text.slice(start), /[\s"'<>]/);
    const scheme = /[a-z][a-z0-9+.-]{0,20}$/i.exec(text.slice(Math.max(0, from - 21), from))?.[0] ?? '';
    masked += text.slice(done, start) + maskAddress(scheme.toLowerCase(), text.slice(start, end));
    done = end;
    from = text.indexOf('://', end);
  }
  return masked + text.slice(done);
}

function maskAddress(scheme: string, address: string): string {
  const secret = maskLogin(address);
  // The last part of the path is the key of the stream.
  if (scheme === 'rtmp' || scheme === 'rtmps') return secret.replace(/^([^/]*\/.*?\/?)[^/]{4,}$/, `$1${MASK}`);
  return secret.replace(
    /^(hooks\.slack\.com\/(?:services|workflows|triggers)\/|(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d+\/|api\.telegram\.org\/(?:file\/)?bot\d+:)[^?#]+/i,
    `$1${MASK}`,
  );
}

function maskLogin(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 0) return address;
  const [, name = '', rest] = /^([^/:@?#]*)(:|@)/.exec(address) ?? [];
  if (rest === ':' && !/^:\d{1,5}[/?#]/.test(address.slice(name.length)))
    return `${name}:${MASK}@${address.slice(at + 1)}`;
  return rest === '@' && looksRandom(name) ? MASK + address.slice(name.length) : address;
}

/**
 * `Authorization: …`, `password: …`: the value ends with the quote that it or its name began with, else with the line,
 * because it may hold quotes itself (`Token token="…"`).
 */
function maskHeaders(text: string): string {
  if (!text.includes(': ') && !text.includes(':\t')) return text;
  let masked = '';
  let done = 0;
  for (const match of text.matchAll(/(["']?)\b([A-Za-z][\w-]{0,63}):[ \t]+(["']?)/g)) {
    const [whole, around = '', name = '', opening = ''] = match;
    const secrecy = match.index < done ? 'open' : secrecyOf(name);
    if (secrecy === 'open') continue;
    const start = match.index + whole.length;
    const length = lengthUntil(text.slice(start), ends[opening || around] ?? /[\r\n]/);
    if (secrecy !== 'secret' && !looksRandom(text.slice(start, start + length).trim())) continue;
    masked += text.slice(done, start) + MASK;
    done = start + length;
  }
  return masked + text.slice(done);
}

const ends: Readonly<Record<string, RegExp>> = { '"': /["\r\n]/, "'": /['\r\n]/ };

/** Members of JSON and of what looks like it. */
function maskMembers(text: string): string {
  if (!/["']\s{0,4}:/.test(text)) return text;
  return text.replace(
    /(["'])([\w.-]{1,64})\1(\s{0,4}:\s{0,4})(["'])(?:\\.|(?!\4)[^\\])*\4?/g,
    (match, quote: string, name: string, colon: string, open: string) =>
      secrecyOf(name) === 'secret' ? `${quote}${name}${quote}${colon}${open}${MASK}${open}` : match,
  );
}

const quoted = `(?:"(?:\\\\.|[^"\\\\])*"|'(?:\\\\.|''|[^'\\\\])*')`;

/** SQL, calls in scripts, PowerShell, AppleScript: a keyword and then the secret in quotes. */
const statements = new RegExp(
  [
    '\\bIDENTIFIED\\s{1,4}(?:WITH\\s{1,4}\\S{1,64}\\s{1,4})?(?:BY|AS)\\s{1,4}(?:PASSWORD\\s{1,4})?',
    '\\bPASSWORD\\s{0,4}[=(]?\\s{0,4}',
    '\\bConvertTo-SecureString\\s{1,4}(?:-String\\s{1,4})?',
    `\\bauth\\(\\s{0,4}${quoted}\\s{0,4},\\s{0,4}`,
  ]
    .map((lead) => `(?:${lead})`)
    .join('|')
    .replace(/^(.*)$/s, `($1)(${quoted})`),
  'gi',
);
const bearsAStatement = /identified\s|password|securestring|\bauth\(/i;
/** `Server=db;Password=two words;`: only there a value may hold spaces without quotes. */
const connection =
  /\b(?:server|data source|host|addr|address|uid|user id|database|initial catalog)\s{0,2}=[^;=]{0,200};/i;
const connectionSecret = /\b(password|pwd)(\s{0,2}=\s{0,2})([^;"']+)/gi;

function maskStatements(whole: string): string {
  const text = whole.includes('send ') ? maskDialog(whole, MASK) : whole;
  if (!bearsAStatement.test(text) && !/\bpwd/i.test(text)) return text;
  const masked = text.replace(statements, (_, lead: string, value: string) => {
    const quote = value[0] ?? '';
    return `${lead}${quote}${MASK}${quote}`;
  });
  return connection.test(masked) ? masked.replace(connectionSecret, `$1$2${MASK}`) : masked;
}

/**
 * `name=value` inside a word: query strings, connection strings, option lists. A value ends where the next pair begins:
 * with `;` or `&` where the word has them, else with a comma; what is no pair is the rest of the value before it.
 */
export function maskInnerPairs(word: string): string {
  if (!word.includes('=') || !mayNameASecret(word)) return word;
  const separator = [';', '&'].find((sign) => word.includes(sign)) ?? ',';
  const pairs: string[] = [];
  for (const part of word.split(separator)) {
    if (pairs.length === 0 || part.includes('=')) pairs.push(part);
    else pairs[pairs.length - 1] += separator + part;
  }
  let quote: string | undefined;
  return pairs
    .map((pair) => {
      const masked = maskPair(pair, quote);
      quote = openQuote(pair, quote);
      return masked;
    })
    .join(separator);
}

/** @param quote the quotation mark that is open before the pair */
function maskPair(pair: string, quote: string | undefined): string {
  for (let sign = pair.indexOf('='); sign >= 0; sign = pair.indexOf('=', sign + 1)) {
    const name = /[A-Za-z_][\w.-]{0,63}$/.exec(pair.slice(Math.max(0, sign - 64), sign))?.[0];
    const secrecy = name === undefined ? 'open' : secrecyOf(name);
    if (secrecy !== 'secret' && secrecy !== 'maybe') continue;
    const open = openQuote(pair.slice(0, sign), quote);
    const end = open === undefined ? -1 : pair.indexOf(open, sign + 1);
    const value = pair.slice(sign + 1, end < 0 ? undefined : end);
    if (secrecy === 'secret' ? !isSwitch(value) && !isPath(value) : looksRandom(value))
      return pair.slice(0, sign + 1) + MASK + (end < 0 ? '' : pair.slice(end));
  }
  return pair;
}

/** The quotation mark that is open behind a text. */
function openQuote(text: string, before: string | undefined): string | undefined {
  let open = before;
  for (const mark of text.match(/["']/g) ?? []) {
    if (open === undefined) open = mark;
    else if (open === mark) open = undefined;
  }
  return open;
}

function lengthUntil(text: string, end: RegExp): number {
  const at = text.search(end);
  return at < 0 ? text.length : at;
}
