/**
 * Values in ClickHouse's TabSeparated text. Nothing is escaped: no word of a closed list, no host name and no reference
 * holds a quote, a backslash or a control character, and a test sees to it.
 */

/** NULL. */
export const NOTHING = '\\N';

/** A text inside an array. */
export function quote(word: string): string {
  return `'${word}'`;
}

/** An array of numbers, or of what is in this form already. */
export function array(items: readonly unknown[]): string {
  return `[${items.join(',')}]`;
}

/** An array of texts; numbers among them become text. */
export function texts(items: readonly unknown[]): string {
  return array(items.map((item) => quote(String(item))));
}
