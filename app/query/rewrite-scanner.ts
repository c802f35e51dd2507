/** A piece of a text in another query language. */
export interface ForeignToken {
  readonly kind: 'name' | 'text' | 'number' | 'sign';
  /** Without quotes; names as they are written. */
  readonly text: string;
  readonly from: number;
}

const piece =
  /\s+|@?"((?:[^"\\]|\\.)*)"|@?'((?:[^'\\]|\\.)*)'|(\d+(?:\.\d+)?(?:%|[a-z]+(?:\/s)?)?)|(!?[a-z_$][\w.$]*~?)|(==|!=|=~|!~|>=|<=|<>|\.\.|[=<>(),|:-])/iy;

/** The pieces of a text; `null` when it has something in it that no such language has. */
export function scanForeign(text: string): readonly ForeignToken[] | null {
  const tokens: ForeignToken[] = [];
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const from = piece.lastIndex;
    const found = piece.exec(text);
    if (found === null) return null;
    const [, double, single, number, name, sign] = found;
    const string = double ?? single;
    if (string !== undefined) tokens.push({ kind: 'text', text: string.replaceAll(/\\(.)/g, '$1'), from });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, from });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name, from });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, from });
  }
  return tokens;
}
