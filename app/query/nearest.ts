/** Words longer than this are no slip of the finger. */
const LONGEST = 24;

/**
 * Of some words the one that was probably meant: one that begins with what was written, else the nearest by letters
 * added, left out, changed or swapped. `null` when none is near.
 * @param most letters that may be wrong, where the beginning of a word is not enough; as a rule one in three
 */
export function nearest(written: string, words: Iterable<string>, most?: number): string | null {
  const wanted = written.toLowerCase();
  if (wanted === '' || wanted.length > LONGEST) return null;
  let best: string | null = null;
  let bestDistance = (most ?? Math.max(1, Math.floor(wanted.length / 3))) + 1;
  for (const word of words) {
    if (wanted.length >= 2 && most === undefined && word.startsWith(wanted)) return word;
    const reached = distance(wanted, word);
    if (reached < bestDistance && reached < word.length) {
      best = word;
      bestDistance = reached;
    }
  }
  return best;
}

/** Damerau's distance in its restricted form: a swap of neighbours counts as one. */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (row > 1 && column > 1 && swapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      next.push(least);
    }
    before = last;
    last = next;
  }
  return last[other.length] ?? 0;
}
