import { excerpt, quoted } from './characters.ts';
import type { Faults } from './errors.ts';
import { likelyMoment, momentText, readMoment } from './moment.ts';
import type { Moment, TimeClause } from './query.ts';
import type { TimeSyntax } from './syntax-tree.ts';
import { readSpan } from './units.ts';

/** Says what the time of a query is; `null`, and the faults say why. */
export function resolveTimeClause(syntax: TimeSyntax, faults: Faults): TimeClause | null {
  const { keyword, value, token } = syntax;
  const word = keyword.text.toLowerCase();
  const clause = clauseOf(word, value.text);
  if (clause !== null) return clause;
  token.kind = 'error';

  const meant = mendOf(word, value.text);
  // When nothing else can be meant it is a word that is looked for.
  const mend =
    meant === null
      ? faults.with(keyword.from, keyword.to, `"${keyword.text}"`)
      : faults.with(keyword.from, value.to, meant);
  faults.add(value.from, value.to, 'time-unknown', { word, text: excerpt(value.text) }, mend);
  return null;
}

function clauseOf(word: string, text: string): TimeClause | null {
  if (word === 'during') {
    const last = readSpan(text);
    if (last !== null) return { kind: 'during', last };
    const range = rangeOf(text);
    if (range !== null) return { kind: 'between', ...range };
    // A day is a length of time as well.
    const moment = readMoment(text);
    const isDay = (moment?.kind === 'date' || moment?.kind === 'day') && moment.time === null;
    return isDay ? { kind: 'at', moment: { text: momentText(moment) } } : null;
  }
  const moment = momentOf(text);
  return moment === null ? null : { kind: word === 'since' ? 'since' : 'at', moment };
}

function momentOf(text: string): Moment | null {
  const moment = readMoment(text);
  return moment === null ? null : { text: momentText(moment) };
}

function rangeOf(text: string): { readonly from: Moment; readonly to: Moment } | null {
  const [first = '', last = '', ...more] = text.split('..');
  const [from, to] = [momentOf(first), momentOf(last)];
  return from === null || to === null || more.length > 0 ? null : { from, to };
}

/** The whole clause as it was probably meant: `at 5m` is `during 5m`, `at 9.30` is `at 09:30`. */
function mendOf(word: string, text: string): string | null {
  for (const other of ['during', 'at']) if (clauseOf(other, text) !== null) return `${other} ${quotedIfNeeded(text)}`;
  const likely = likelyMoment(text);
  if (likely !== null) return `${word === 'during' ? 'at' : word} ${quotedIfNeeded(likely)}`;
  const ends = text.split(/\.\.|-|–/).map((end) => momentOf(end) ?? { text: likelyMoment(end) });
  const [from, to] = ends;
  if (ends.length !== 2 || typeof from?.text !== 'string' || typeof to?.text !== 'string') return null;
  return `during ${quotedIfNeeded(from.text)}..${quotedIfNeeded(to.text)}`;
}

function quotedIfNeeded(text: string): string {
  return text.includes(' ') ? quoted(text) : text;
}
