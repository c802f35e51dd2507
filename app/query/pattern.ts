import { MAX_PATTERN_LENGTH } from './limits.ts';
import { compileProgram, machine } from './pattern-machine.ts';
import { type PatternFault, readPattern } from './pattern-reader.ts';

export type Pattern =
  | { readonly ok: true; readonly matches: (text: string) => boolean }
  | { readonly ok: false; readonly fault: PatternFault };

/**
 * Makes a regular expression in the syntax of RE2 that looks for itself anywhere in a text. Its time grows with the
 * text and never faster, whatever the expression, so that nobody can stop the window with one; JavaScript's own can be
 * made to take for ever. Those parts of RE2 are known that DuckDB reads in the same way: letters, classes, groups,
 * `(?i)`, repetitions up to 100, anchors and \b.
 */
export function compilePattern(text: string): Pattern {
  if (text.length > MAX_PATTERN_LENGTH) return { ok: false, fault: 'pattern-long' };
  const read = readPattern(text);
  if (typeof read === 'string') return { ok: false, fault: read };
  const program = compileProgram(read);
  return program === null ? { ok: false, fault: 'pattern-long' } : { ok: true, matches: machine(program) };
}
