import { excerpt, isQuote } from './characters.ts';
import type { Faults } from './errors.ts';
import type { Scanner } from './scanner.ts';
import type { StepItem, StepSyntax, TokenDraft } from './syntax-tree.ts';
import type { Piece, TokenPart } from './tokens.ts';

/** Reads what follows the first pipe; the scanner stands at it or at the end. */
export function readSteps(scanner: Scanner, faults: Faults, tokens: TokenDraft[]): readonly StepSyntax[] {
  const steps: StepSyntax[] = [];
  while (!scanner.done) {
    const step = readStep(scanner, faults, tokens);
    if (step !== null) steps.push(step);
  }
  return steps;
}

/** From one pipe to before the next. */
function readStep(scanner: Scanner, faults: Faults, tokens: TokenDraft[]): StepSyntax | null {
  const from = scanner.at;
  scanner.at += 1;
  const parts: TokenPart[] = [{ kind: 'pipe', ...scanner.piece(from) }];
  const token: TokenDraft = { kind: 'step', from, to: scanner.at, parts };
  tokens.push(token);
  const end = endOf(scanner);
  scanner.skipSpace();
  const keyword = scanner.peekName();
  if (keyword === null || keyword.to > end) {
    token.kind = 'error';
    // Two pipes are an "or" in most languages, and what follows them no step.
    const either = scanner.text.startsWith('||', from);
    scanner.at = either ? scanner.text.length : end;
    const to = Math.max(from + 1, from + scanner.text.slice(from, scanner.at).trimEnd().length);
    token.to = to;
    if (either) faults.add(from, from + 2, 'step-missing', {}, faults.with(from, from + 2, orWord(scanner.text, from)));
    else faults.add(from, to, 'step-missing', {}, faults.with(from, to, ''));
    return null;
  }
  parts.push({ kind: 'keyword', ...keyword });
  token.to = from + scanner.text.slice(from, end).trimEnd().length;
  const items = readItems(scanner, keyword.to, token.to, parts, (piece) => {
    token.kind = 'error';
    faults.add(piece.from, piece.to, 'step-unclear', { text: excerpt(piece.text) });
  });
  scanner.at = end;
  return { keyword, items, token };
}

function orWord(text: string, at: number): string {
  return `${/\s/.test(text[at - 1] ?? ' ') ? '' : ' '}OR${/\s/.test(text[at + 2] ?? ' ') ? '' : ' '}`;
}

/** Where the step that begins here ends: at a pipe that stands in no quotes, or at the end of the text. */
function endOf(scanner: Scanner): number {
  const from = scanner.at;
  while (!scanner.done && scanner.character !== '|') {
    if (isQuote(scanner.character)) scanner.readQuoted();
    else scanner.at += 1;
  }
  const end = scanner.at;
  scanner.at = from;
  return end;
}

const wordOfStep = /[\p{L}\p{N}_-]+/uy;
const anyOfStep = /[^\s,]+/y;

/** Names parted by commas: `name`, `max(cpu)`, `count()`, `cpu desc`, `10`. */
function readItems(
  scanner: Scanner,
  from: number,
  to: number,
  parts: TokenPart[],
  unclear: (piece: Piece) => void,
): readonly StepItem[] {
  const items: StepItem[] = [];
  const { text } = scanner;
  let at = scanner.afterSpace(from);

  function word(pattern = wordOfStep): Piece | null {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found === undefined || at >= to) return null;
    const piece = { from: at, to: at + found.length, text: found };
    at = scanner.afterSpace(piece.to);
    return piece;
  }

  function item(): StepItem | null {
    const first = word();
    if (first === null) return null;
    let aggregate: Piece | null = null;
    let name: Piece | null = first;
    let end = first.to;
    if (text[at] === '(' && at < to) {
      at = scanner.afterSpace(at + 1);
      aggregate = first;
      name = word();
      if (text[at] !== ')' || at >= to) return null;
      end = at + 1;
      at = scanner.afterSpace(end);
      parts.push({ kind: 'aggregate', ...aggregate });
    }
    if (name !== null) parts.push({ kind: /^\d+$/.test(name.text) ? 'value' : 'field', ...name });
    const before = at;
    const order = word();
    const descending = order?.text.toLowerCase() === 'desc';
    if (order !== null && (descending || order.text.toLowerCase() === 'asc')) {
      parts.push({ kind: 'keyword', ...order });
      end = order.to;
    } else at = before;
    return { from: first.from, to: end, text: text.slice(first.from, end), aggregate, name, descending };
  }

  while (at < to) {
    const start = at;
    const read = item();
    if (read !== null && (at >= to || text[at] === ',')) items.push(read);
    else {
      at = Math.max(at, start);
      const rest = word(anyOfStep) ?? {
        from: start,
        to: Math.max(start + 1, Math.min(at, to)),
        text: text.slice(start, start + 1),
      };
      unclear({ from: start, to: Math.min(to, Math.max(rest.to, start + 1)), text: text.slice(start, rest.to) });
    }
    if (text[at] === ',' && at < to) {
      const comma = at;
      at = scanner.afterSpace(at + 1);
      if (at >= to) unclear({ from: comma, to: comma + 1, text: ',' });
    }
  }
  return items;
}
