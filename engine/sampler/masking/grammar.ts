import { MASK } from './secret-shapes.ts';

/** What the value of an option, or a word at a place, is. */
export type Treatment =
  | 'secret'
  /** `name:secret`, also with `%` or a comma; the name may stay. */
  | 'login'
  /** The same, or a token alone. */
  | 'token'
  /** `pass:secret`, or `env:NAME`, `file:PATH` and others that say where it is. */
  | 'source'
  /** `name=secret`; without `=` the name of a file. */
  | 'cookie'
  /** `name=secret`, whatever the name says. */
  | 'entry'
  /** `name:secret@host`. */
  | 'address'
  /** `secret@host`. */
  | 'before-at'
  /** Oracle's `name/secret@place`. */
  | 'slashed'
  /** Nothing secret, whatever the option is called. */
  | 'plain';

/**
 * What of a program's command line is secret, as far as the names do not say it. Options are separated by spaces; one of
 * a dash and a letter may end a cluster (`-xw secret`) or have its value glued to it (`-wsecret`), as getopt reads it.
 */
export interface ProgramGrammar extends Partial<Record<Treatment, string>> {
  /** Options that take a secret glued to them and nothing else: `-p` alone makes the program ask. */
  readonly glued?: string;
  /** Letters without a value that can stand before an option in its cluster. */
  readonly flags?: string;
  /** Options whose value is another word that must not be counted as an operand. */
  readonly value?: string;
  /**
   * Words in a row, at any place unless they begin with `_` or `*`; options between them do not matter. `_` is a word
   * that stays, `*` a secret, `?` a word whose name says that a secret follows, `…` any words, and `<treatment>`, at the
   * end, all further words of that kind; others stand for themselves.
   */
  readonly words?: readonly string[];
  /** Names of `name=secret` that tell it in this program alone. */
  readonly keys?: string;
  /** Runs other programs, whose names follow. */
  readonly runs?: true;
}

/** A grammar as it is looked up. */
export interface Compiled {
  readonly options: ReadonlyMap<string, Treatment>;
  readonly glued: readonly string[];
  /** Letters before an option of one letter; `undefined` where options of one dash can have long names. */
  readonly flags: string | undefined;
  readonly words: readonly (readonly string[])[];
  readonly keys: readonly string[];
  readonly runs: boolean;
}

const treatments = [
  'secret',
  'login',
  'token',
  'source',
  'cookie',
  'entry',
  'address',
  'before-at',
  'slashed',
  'plain',
] as const satisfies readonly Treatment[];

export function compile(grammar: ProgramGrammar): Compiled {
  const options = new Map<string, Treatment>();
  for (const option of split(grammar.value)) options.set(option, 'plain');
  for (const treatment of treatments) for (const option of split(grammar[treatment])) options.set(option, treatment);
  const long = [...options.keys()].some((option) => /^-\w{2}/.test(option));
  return {
    options,
    glued: split(grammar.glued),
    flags: long ? undefined : (grammar.flags ?? ''),
    words: (grammar.words ?? []).map(split),
    keys: split(grammar.keys),
    runs: grammar.runs ?? false,
  };
}

function split(list: string | undefined): readonly string[] {
  return list === undefined ? [] : list.split(' ');
}

/** A value with what is secret in it masked; `undefined` where it is to be judged like any other word. */
export function treat(treatment: Treatment, value: string): string | undefined {
  switch (treatment) {
    case 'secret':
      // Nothing, "ask me" and "read it from standard input" are no secrets.
      return /^(?:""|''|\*|-)?$/.test(value) ? value : MASK;
    case 'login':
      return maskLogin(value);
    case 'token':
      return /[:%,]/.test(value) ? maskLogin(value) : MASK;
    case 'source':
      if (/^(?:env|file|fd|store|keychain|cmd):|^(?:stdin|prompt)$/.test(value)) return value;
      return value.startsWith('pass:') ? `pass:${MASK}` : MASK;
    case 'cookie':
      return value.includes('=') ? MASK : value;
    case 'entry':
      return /^[\w.-]+=./s.test(value) ? `${value.slice(0, value.indexOf('=') + 1)}${MASK}` : undefined;
    case 'address':
      return /^[^\s:@]*:[^@]*@/.test(value) && !value.includes('://')
        ? `${value.slice(0, value.indexOf(':') + 1)}${MASK}${value.slice(value.lastIndexOf('@'))}`
        : undefined;
    case 'before-at':
      return value.includes('@') ? `${MASK}${value.slice(value.lastIndexOf('@'))}` : value;
    case 'slashed':
      return maskSlashed(value);
    case 'plain':
      return undefined;
  }
}

/** `name:secret`, `name%secret` or `name,secret`. */
export function maskLogin(value: string): string {
  const at = value.search(/[:%,]/);
  return at < 0 || at === value.length - 1 ? value : `${value.slice(0, at + 1)}${MASK}`;
}

function maskSlashed(value: string): string | undefined {
  const [, name, rest] = /^((?:userid=)?[^\s/\\@=.]+)\/([^\s].*)$/is.exec(value) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const at = rest.lastIndexOf('@');
  return `${name}/${MASK}${at < 0 ? '' : rest.slice(at)}`;
}
