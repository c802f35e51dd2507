/**
 * Reads just enough of TypeScript for the room rules: which words are code, and what is imported. TypeScript 7 has no
 * compiler API to ask. Strings, templates, comments and regular expressions are told apart; nothing more is needed.
 */

export interface Import {
  specifier: string;
  line: number;
  /** The names between the braces, before any `as`. */
  names: string[];
}

export interface Source {
  /** The text with the contents of comments, strings and regular expressions blanked, so that what is left is code. */
  code: string;
  imports: Import[];
}

const OPENING_A_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|await|yield))\s*$/;
/** One alternative for each thing that can hide code: a comment, a string, a template up to its next hole, a regular expression. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`|\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*|[{}]/g;
const TEMPLATE_PART = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
const IMPORT =
  /\b(?:import|export)\b([^'"`;()]*?)\bfrom\s*(['"])|\bimport\s*(['"])|\b(?:import|require)\s*\(\s*(['"])/g;

export function readSource(text: string): Source {
  const blanked = text.split('');
  const blank = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) if (blanked[at] !== '\n') blanked[at] = ' ';
  };
  blankHiddenText(text, blank);
  const code = blanked.join('');
  return { code, imports: findImports(text, code) };
}

/** The line, counted from 1, of an index in a text. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

function blankHiddenText(text: string, blank: (from: number, to: number) => void): void {
  /** For each template that is open: how many braces are open in its current hole. */
  const holes: number[] = [];
  const skipTemplate = (from: number): number => {
    TEMPLATE_PART.lastIndex = from;
    TEMPLATE_PART.exec(text);
    const end = TEMPLATE_PART.lastIndex;
    blank(from, end);
    if (text.startsWith('${', end)) {
      holes.push(0);
      return end + 2;
    }
    return end + 1;
  };
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [token] = match;
    const { index } = match;
    const depth = holes.at(-1);
    if (token === '`') TOKEN.lastIndex = skipTemplate(index + 1);
    else if (token === '{') {
      if (depth !== undefined) holes[holes.length - 1] = depth + 1;
    } else if (token === '}') {
      if (depth === 0) {
        holes.pop();
        TOKEN.lastIndex = skipTemplate(index + 1);
      } else if (depth !== undefined) holes[holes.length - 1] = depth - 1;
    } else if (token.startsWith('//') || token.startsWith('/*')) blank(index, index + token.length);
    else if (!token.startsWith('/')) blank(index + 1, index + token.length - 1);
    else if (OPENING_A_REGEX.test(text.slice(Math.max(0, index - 20), index)))
      blank(index + 1, index + token.length - 1);
    // A division: what follows the slash has not been read yet.
    else TOKEN.lastIndex = index + 1;
  }
}

function findImports(text: string, code: string): Import[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const opening = match.index + match[0].length;
    const quote = match[2] ?? match[3] ?? match[4] ?? "'";
    const braces = match[1]?.match(/\{([^}]*)\}/)?.[1] ?? '';
    return {
      specifier: text.slice(opening, text.indexOf(quote, opening)),
      line: lineAt(text, match.index),
      names: braces
        .split(',')
        .map((name) =>
          name
            .trim()
            .replace(/^type\s+/, '')
            .replace(/\s+as\s.*$/, ''),
        )
        .filter(Boolean),
    };
  });
}
