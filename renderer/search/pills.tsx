import { Fragment, type Ref } from 'react';
import type { QueryError } from '../../app/query/errors.ts';
import type { Token } from '../../app/query/tokens.ts';
import { isPill } from './edit-text.ts';

interface PillsProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Those that are shown. */
  readonly errors: readonly QueryError[];
}

/**
 * What stands behind the letters of the search field: a pill for each token, a line under what is wrong. The field
 * itself draws the text, so that caret, marking, input methods and screen readers work as in any other.
 */
export function Pills({ ref, text, tokens, errors }: PillsProps) {
  return (
    <div ref={ref} className="search-pills" aria-hidden>
      {pieces(text, tokens).map(({ from, to, token }) => {
        const content = <Marked text={text} from={from} to={to} errors={errors} />;
        if (!token) return <Fragment key={from}>{content}</Fragment>;
        return (
          <span key={from} className="search-pill" data-kind={token.kind}>
            {content}
          </span>
        );
      })}
    </div>
  );
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly token: Token | null;
}

/** The text cut into pills and what is between them. */
function pieces(text: string, tokens: readonly Token[]): readonly Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const token of tokens) {
    if (!isPill(token) || token.from < at || token.to > text.length) continue;
    if (token.from > at) found.push({ from: at, to: token.from, token: null });
    found.push({ from: token.from, to: token.to, token });
    at = token.to;
  }
  if (at < text.length) found.push({ from: at, to: text.length, token: null });
  return found;
}

interface MarkedProps {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly errors: readonly QueryError[];
}

/** Part of the text, with what is wrong in it underlined. */
function Marked({ text, from, to, errors }: MarkedProps) {
  const cuts = new Set([from, to]);
  for (const error of errors) {
    for (const cut of [error.from, error.to]) if (cut > from && cut < to) cuts.add(cut);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? to;
    const piece = text.slice(start, end);
    const wrong = errors.some((error) => error.from < end && error.to > start);
    return wrong ? (
      <span key={start} className="search-wrong">
        {piece}
      </span>
    ) : (
      <Fragment key={start}>{piece}</Fragment>
    );
  });
}
