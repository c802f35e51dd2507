import { MAX_COMMAND_LINE, MAX_RAW_COMMAND_LINE } from '../../limits.ts';
import { optionsOf, type ProgramOptions } from './program-options.ts';
import { isSwitch, looksRandom, MASK, maskInnerPairs, maskShapes, secrecyOf } from './secret-shapes.ts';

/** What is known while a command line is read from left to right. */
interface Reading {
  program: ProgramOptions | undefined;
  /** What the next word is, after an option that said so. */
  next: 'word' | 'secret' | 'maybe' | 'pair';
}

/** The command line of arguments, with secrets masked, in one line of at most {@link MAX_COMMAND_LINE} characters. */
export function maskArguments(args: readonly string[]): string {
  const reading: Reading = { program: undefined, next: 'word' };
  return oneLine(args.map((arg) => maskWord(maskShapes(arg), reading)).join(' '));
}

/** The same for systems that tell the command line as one text. */
export function maskCommandLine(text: string): string {
  const reading: Reading = { program: undefined, next: 'word' };
  return oneLine(maskText(maskShapes(text.slice(0, MAX_RAW_COMMAND_LINE)), reading));
}

/** White space and control characters would break the line, and could deceive in a terminal that it is pasted into. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length <= MAX_COMMAND_LINE ? line : `${line.slice(0, MAX_COMMAND_LINE - 1)}…`;
}

/** Words are separated by white space that is not in quotes; an unmatched quote is part of its word. */
const words = /(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/g;

function maskText(text: string, reading: Reading): string {
  return text.replace(words, (word) => maskWord(word, reading));
}

function maskWord(word: string, reading: Reading): string {
  if (reading.next !== 'word' && !isOption(word)) {
    const { next } = reading;
    reading.next = 'word';
    if (next === 'secret') return MASK;
    if (next === 'pair') return maskPair(word);
    if (looksRandom(unquoted(word))) return MASK;
  }
  reading.next = 'word';
  if (!/^[-/]{1,2}\w/.test(word) || word.indexOf('/', 1) > 0)
    reading.program = optionsOf(unquoted(word)) ?? reading.program;
  return (
    maskAssignment(word) ??
    maskProgramOption(word, reading) ??
    maskOption(word, reading) ??
    (/\s/.test(word) ? maskPhrase(word, reading) : maskInnerPairs(word))
  );
}

/** `--password=secret`, `DB_PASSWORD=secret`, `/password:secret`, `pass:secret`: everything behind the sign. */
function maskAssignment(word: string): string | undefined {
  const [, quote = '', name, sign, value = ''] =
    /^(["']?)([-/]*[A-Za-z_][\w.$-]*)(=|:(?![/\\])\s*)(.*)$/s.exec(word) ?? [];
  if (!name || !sign) return undefined;
  const secrecy = secrecyOf(name);
  const secret = unquoted(value);
  const masked = (secrecy === 'secret' && !isSwitch(secret)) || (secrecy === 'maybe' && looksRandom(secret));
  return masked ? `${quote}${name}${sign}${MASK}${quote}` : undefined;
}

/** Options of the program being run, such as `-p` of mysql. */
function maskProgramOption(word: string, reading: Reading): string | undefined {
  const { program } = reading;
  if (program?.next?.includes(word)) reading.next = 'secret';
  else if (program?.pair?.includes(word)) reading.next = 'pair';
  const glued = program?.glued?.find((option) => word.startsWith(option) && word.length > option.length);
  if (glued && !word.startsWith('--')) {
    const value = word.slice(glued.length);
    return program?.pair ? `${glued}${maskPair(value)}` : `${glued}${MASK}`;
  }
  if (reading.next !== 'word') return word;
  return program ? undefined : maskLikelyPassword(word);
}

/** `-pHunter2` of a program that is not known: no port, no path, no list of letters. */
function maskLikelyPassword(word: string): string | undefined {
  const value = /^-p([^-\s=/.][^\s=/]{3,})$/.exec(word)?.[1];
  return value && /[A-Za-z]/.test(value) && /[A-Z\d]/.test(value) ? `-p${MASK}` : undefined;
}

/** `--token secret`: the value is the next word. */
function maskOption(word: string, reading: Reading): string | undefined {
  if (!/^(?:--?|\/)[A-Za-z][\w.-]*$/.test(word)) return undefined;
  const secrecy = secrecyOf(word);
  if (secrecy !== 'open') reading.next = secrecy;
  return word;
}

/** A word with white space: a command handed to a shell, or a text in quotes. */
function maskPhrase(text: string, reading: Reading): string {
  if (text.match(words)?.[0] !== text) return maskText(text, reading);
  const [, quote, inner] = /^(["'])(.*)\1$/s.exec(text) ?? [];
  return quote && inner !== undefined ? `${quote}${maskText(inner, reading)}${quote}` : maskInnerPairs(text);
}

/** `name:secret`, `name%secret` or `name,secret`. */
function maskPair(word: string): string {
  return word.replace(/^([^:%,]*)([:%,]).+$/s, `$1$2${MASK}`);
}

function isOption(word: string): boolean {
  return /^--?[A-Za-z]/.test(word);
}

function unquoted(text: string): string {
  return text.replace(/^["']|["']$/g, '');
}
