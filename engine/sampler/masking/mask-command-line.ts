import { MAX_COMMAND_LINE, MAX_RAW_COMMAND_LINE } from '../../limits.ts';
import { type Compiled, maskLogin, type Treatment, treat } from './grammar.ts';
import { grammarOf } from './programs.ts';
import { isPath, isSwitch, looksRandom, mayNameASecret, type Secrecy, secrecyOf } from './secret-names.ts';
import { MASK, maskInnerPairs, maskShapes } from './secret-shapes.ts';
import { prints, readsASecret, shellCommands } from './shell-text.ts';
import { type Progress, progressInside, stepRows } from './word-rows.ts';

/** What is known while a command line is read from left to right. */
interface Reading {
  grammar: Compiled | undefined;
  /** How far the rows of words of the program have been met. */
  progress: Progress;
  /** What the next word is: by the program's grammar, or by the name of the option before it. */
  next: Treatment | Exclude<Secrecy, 'open'> | 'script' | undefined;
  /** The option before it was one of the program's own. */
  known: boolean;
  /** Texts inside of texts, each of which may hold further ones. */
  depth: number;
}

/** A command in a text in a text in a text is followed no further. */
const MAX_DEPTH = 4;

const start = (depth = 0): Reading => ({ grammar: undefined, progress: [], next: undefined, known: false, depth });

/** The command line of arguments, with secrets masked, in one line of at most {@link MAX_COMMAND_LINE} characters. */
export function maskArguments(args: readonly string[]): string {
  const reading = start();
  const masked: string[] = [];
  let left = MAX_RAW_COMMAND_LINE;
  for (const arg of args) {
    masked.push(maskWord(maskShapes(bounded(arg, left)), reading));
    left -= arg.length;
    if (left <= 0) break;
  }
  return oneLine(masked.join(' '));
}

/** The same for systems that tell the command line as one text. */
export function maskCommandLine(text: string): string {
  return oneLine(maskText(maskShapes(bounded(text, MAX_RAW_COMMAND_LINE)), start()));
}

/** What is behind a cut goes with the word that it cuts: half a secret may not look like one. */
function bounded(text: string, length: number): string {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return cut.slice(0, Math.max(0, cut.search(/[\s&;,][^\s&;,]*$/)) || length);
}

/** White space and control characters would break the line, and could deceive in a terminal that it is pasted into. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= MAX_COMMAND_LINE ? line : `${line.slice(0, MAX_COMMAND_LINE - 1)}…`;
}

/** Words are separated by white space that is not in quotes; an unmatched quote is part of its word. */
const words = /(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g;

function maskText(text: string, reading: Reading): string {
  return text.replace(words, (word) => {
    const masked = maskWord(word, reading);
    if (endOfCommand.test(word)) Object.assign(reading, start(reading.depth));
    return masked;
  });
}

const endOfCommand = /^(?:&&?|\|\|?)$|;$/;

/** A text for a shell: each of its commands is read anew, and what is echoed into a program that reads a secret is one. */
function maskScript(text: string, depth: number): string {
  const commands = shellCommands(text).map(({ words: places, piped }) => ({
    piped,
    places,
    texts: places.map(({ start: from, end }) => text.slice(from, end)),
  }));
  let masked = '';
  let done = 0;
  commands.forEach(({ places, piped, texts }, at) => {
    const reading = start(depth);
    const spoken = piped && prints(texts) && readsASecret(commands[at + 1]?.texts ?? []);
    const heard = readsASecret(texts);
    texts.forEach((word, index) => {
      const place = places[index];
      if (place === undefined) return;
      const here = heard && (word.startsWith('<<<') || texts[index - 1] === '<<<');
      const secret = (spoken && index > 0 && !/^["']?[-%]/.test(word)) || (here && word !== '<<<');
      masked += text.slice(done, place.start);
      masked += secret ? `${word.startsWith('<<<') ? '<<<' : ''}${MASK}` : maskWord(word, reading);
      done = place.end;
    });
  });
  return masked + text.slice(done);
}

function maskWord(word: string, reading: Reading): string {
  const { next, known } = reading;
  reading.next = undefined;
  reading.known = false;
  const bare = unquoted(word);
  if (next === 'script') return maskOther(word, reading);
  if (next !== undefined && !(isOption(word) && !(known && next !== 'plain' && looksRandom(bare.slice(1))))) {
    const masked = maskValue(next, bare, known);
    if (masked !== undefined) return masked;
    if (known) return maskOther(word, reading);
  }
  if (/^[-+]|^\/[\w-]+(?:$|[:=])/.test(bare)) return maskOption(word, bare, reading);
  return maskOperand(word, bare, reading);
}

/** The value of the option before it. */
function maskValue(
  next: Exclude<Reading['next'], 'script' | undefined>,
  value: string,
  known: boolean,
): string | undefined {
  if (next === 'maybe') return looksRandom(value) ? MASK : undefined;
  if (known) return treat(next as Treatment, value);
  return maskNamed(next as Secrecy, value);
}

/** A value whose name tells its secrecy, where no more than that is known. */
function maskNamed(secrecy: Secrecy, value: string): string | undefined {
  if (secrecy === 'login' && /^[^\s:/@]+:(?!\d+$)[^\s/]+$/.test(value)) return maskLogin(value);
  if (secrecy === 'address') return treat('address', value);
  if (secrecy === 'secret') return isSwitch(value) || isPath(value) ? undefined : MASK;
  return secrecy !== 'open' && looksRandom(value) ? MASK : undefined;
}

function maskOperand(word: string, bare: string, reading: Reading): string {
  const { grammar } = reading;
  if (grammar === undefined || grammar.runs) {
    const spaced = /\s/.test(bare);
    const found = spaced && !/^(?:[A-Za-z]:)?[\\/]/.test(bare) ? undefined : grammarOf(bare);
    if (found !== undefined) {
      reading.grammar = found;
      reading.progress = [];
      // A path with a space may be a command with its options.
      return spaced ? maskOther(word, { ...reading, grammar: undefined }) : word;
    }
  }
  return maskByRows(bare, reading) ?? maskAssignment(word, reading) ?? maskOther(word, reading);
}

function maskByRows(bare: string, reading: Reading): string | undefined {
  const { grammar, progress } = reading;
  if (grammar === undefined || grammar.words.length === 0) return undefined;
  const verdict = stepRows(grammar, progress, bare);
  if (verdict === undefined) return undefined;
  return 'masked' in verdict ? verdict.masked : treat(verdict.treatment, bare);
}

/** An option, alone or with its value: first as the program reads it, then by its name. */
function maskOption(word: string, bare: string, reading: Reading): string {
  const { grammar } = reading;
  const byRows = maskByRows(bare, reading);
  if (byRows !== undefined) return byRows;
  const own = grammar && maskOwnOption(word, bare, grammar, reading);
  if (own !== undefined) return own;
  const assigned = maskAssignment(word, reading);
  if (assigned !== undefined) return assigned;
  if (/^(?:--?|\/)[A-Za-z][\w.-]*$/.test(bare)) {
    if (grammar === undefined) {
      const likely = maskLikelyPassword(bare);
      if (likely !== undefined) return likely;
    }
    const secrecy = secrecyOf(bare);
    if (secrecy !== 'open') reading.next = secrecy;
    else if (grammar?.runs && script.test(bare)) reading.next = 'script';
    return word;
  }
  const sign = word.indexOf('=');
  // `--exec=mysql -psecret shop`
  if (sign > 0 && /\s/.test(word)) return word.slice(0, sign + 1) + maskOther(word.slice(sign + 1), reading);
  return (grammar === undefined ? maskLikelyPassword(bare) : undefined) ?? maskOther(word, reading);
}

/** Of shells: the next word is a command. */
const script = /^(?:-\w{0,3}c|\/[ck]|-command)$/i;

/** `-p secret`, `-psecret`, `-xp secret`, `--pass=secret` of the program being run. */
function maskOwnOption(word: string, bare: string, grammar: Compiled, reading: Reading): string | undefined {
  const whole = grammar.options.get(bare);
  if (whole !== undefined) {
    reading.next = whole;
    reading.known = true;
    return word;
  }
  const sign = bare.search(bare.startsWith('/') ? /[:=]/ : /=/);
  const named = sign < 0 ? undefined : grammar.options.get(bare.slice(0, sign));
  if (named !== undefined) {
    const value = unquoted(bare.slice(sign + 1));
    return `${bare.slice(0, sign + 1)}${treat(named, value) ?? maskInnerPairs(value)}`;
  }
  const glued = grammar.glued.find((option) => bare.startsWith(option) && bare.length > option.length);
  if (glued !== undefined && bare !== `${glued}-`) return `${glued}${MASK}`;
  return grammar.flags === undefined ? undefined : maskCluster(word, bare, grammar, reading);
}

/** Options of one letter in one word, as getopt reads them: the first that takes a value takes the rest. */
function maskCluster(word: string, bare: string, grammar: Compiled, reading: Reading): string | undefined {
  if (!/^-[^-]/.test(bare)) return undefined;
  for (let at = 1; at < bare.length; at++) {
    const letter = bare[at] ?? '';
    const treatment = grammar.options.get(`-${letter}`);
    if (treatment !== undefined) {
      const value = unquoted(bare.slice(at + 1));
      if (value === '') {
        reading.next = treatment;
        reading.known = true;
        return word;
      }
      const masked = treat(treatment, value);
      return masked === undefined ? undefined : `${bare.slice(0, at + 1)}${masked}`;
    }
    if (grammar.flags?.includes(letter) !== true) return undefined;
  }
  return undefined;
}

/** `-pHunter2` of a program that is not known: no port, no path, no list of letters, no `-prefsLen` of Firefox. */
function maskLikelyPassword(word: string): string | undefined {
  const value = /^-p([^-\s=/.][^\s=/]{3,})$/.exec(word)?.[1];
  return value && /[A-Za-z]/.test(value) && /[\d!@#$%^&*?]/.test(value) ? `-p${MASK}` : undefined;
}

/** `--password=secret`, `DB_PASSWORD=secret`, `/password:secret`, `pass:secret`: everything behind the sign. */
function maskAssignment(word: string, { grammar }: Reading): string | undefined {
  if (!word.includes('=') && !word.includes(':')) return undefined;
  if (!mayNameASecret(word) && !grammar?.keys.length) return undefined;
  const [, quote = '', name, sign, value = ''] =
    /^(["']?)([-/]*[A-Za-z_][\w.$-]*)(=|:(?![/\\])\s*)(.*)$/s.exec(word) ?? [];
  if (!name || !sign) return undefined;
  const secret = unquoted(quote === '' ? value : value.replace(/["']$/, ''));
  // keytool: -storepass:env NAME, -storepass:file PATH.
  if (sign === ':' && /^(?:env|file)$/.test(secret)) return word;
  const secrecy = grammar?.keys.includes(name) ? 'secret' : secrecyOf(name);
  if (secrecy === 'open') return undefined;
  const masked = maskNamed(secrecy, secret);
  return masked === undefined ? undefined : `${quote}${name}${sign}${masked}${quote}`;
}

/** A word that is no secret by its place or its name, but may hold some. */
function maskOther(word: string, reading: Reading): string {
  if (!/\s/.test(word)) {
    const masked = maskInnerPairs(word);
    return reading.grammar === undefined || reading.grammar.keys.length === 0 ? masked : maskKeys(masked, reading);
  }
  if (reading.depth >= MAX_DEPTH) return maskInnerPairs(word);
  const [, quote, inner] = /^(["'])(.*)\1$/s.exec(word) ?? [];
  if (quote !== undefined && inner !== undefined) return `${quote}${maskPhrase(inner, reading)}${quote}`;
  return maskPhrase(word, reading);
}

function maskKeys(word: string, { grammar }: Reading): string {
  return word.replace(/(?<=^|[,;&])([\w.-]{1,64})=([^,;&"']+)/g, (match, name: string) =>
    grammar?.keys.includes(name) ? `${name}=${MASK}` : match,
  );
}

/** A word with white space: a command handed to a shell, or a text. */
function maskPhrase(text: string, reading: Reading): string {
  const before = reading.grammar;
  // Commands inside know their own program; a text of options (`open -u anna,secret host`) is one of the program outside.
  const masked = maskScript(text, reading.depth + 1);
  return before === undefined || before.runs
    ? masked
    : maskText(masked, { ...start(reading.depth + 1), grammar: before, progress: progressInside(before) });
}

function isOption(word: string): boolean {
  return /^--?(?:[A-Za-z]|$)/.test(word);
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}
