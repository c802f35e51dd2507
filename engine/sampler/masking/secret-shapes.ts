import { isSwitch, secrecyOf } from './secret-names.ts';

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
