import type { Token } from '../../app/query/tokens.ts';

/** Part of a text: from the first character to before the second. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Tokens that are drawn as one pill each: plain words stay text. */
export function isPill({ kind }: Token): boolean {
  return kind === 'type' || kind === 'field' || kind === 'is' || kind === 'not' || kind === 'time' || kind === 'step';
}

/**
 * What Backspace marks: the pill that ended before the blank at the caret, with that blank. A second Backspace removes
 * it, as it removes whatever is marked. Within a text, and at the end of one that is being typed, it takes a letter.
 */
export function pillBefore(text: string, caret: number, tokens: readonly Token[]): Span | null {
  if (caret === 0 || text[caret - 1] !== ' ') return null;
  const end = text.slice(0, caret).trimEnd().length;
  const token = tokens.findLast((one) => one.to === end && isPill(one));
  return token ? { from: token.from, to: caret } : null;
}

/** What F2 marks to be typed anew: the value of the token at the caret, or else all of it. */
export function valueAt(caret: number, tokens: readonly Token[]): Span | null {
  const token = tokens.findLast(({ from, to }) => from <= caret && caret <= to) ?? tokens.at(-1);
  if (!token) return null;
  const values = token.parts.filter(({ kind }) => kind === 'value');
  const [first] = values;
  const lastOne = values.at(-1);
  return first && lastOne ? { from: first.from, to: lastOne.to } : { from: token.from, to: token.to };
}

/**
 * Puts something in the place of part of a field's text, as if it was typed: it can be undone, and the field tells of
 * it. Chromium keeps `execCommand` for this, because nothing else joins the field's own undo.
 */
export function typeInto(field: HTMLInputElement, { from, to }: Span, text: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  if (field.value.slice(from, to) === text) field.setSelectionRange(to, to);
  else document.execCommand(text === '' ? 'delete' : 'insertText', false, text);
}
