/** A title in three: before its letter, the letter, and after it. */
export interface Mnemonic {
  readonly before: string;
  /** As it stands in the title; empty when every letter is taken. */
  readonly letter: string;
  readonly after: string;
}

/**
 * The letter of each title that opens its menu with Alt: its first one that no title before it has, so that every
 * language has its own.
 */
export function mnemonics(titles: readonly string[]): readonly Mnemonic[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    const letters = [...title];
    const at = letters.findIndex((letter) => /\p{L}/u.test(letter) && !taken.has(letter.toLocaleLowerCase()));
    if (at < 0) return { before: title, letter: '', after: '' };
    const letter = letters[at] ?? '';
    taken.add(letter.toLocaleLowerCase());
    return { before: letters.slice(0, at).join(''), letter, after: letters.slice(at + 1).join('') };
  });
}
