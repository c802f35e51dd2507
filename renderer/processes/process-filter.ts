import type { Row } from '../../app/query/query.ts';
import type { RowFilter } from '../grid/arrange.ts';

/** The words that a query asks for, in lower case. */
export function wordsOf(query: string): readonly string[] {
  return query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

/** The processes that a query finds; `null` when it asks for nothing. */
export function processFilter(query: string): RowFilter | null {
  const words = wordsOf(query);
  return words.length === 0 ? null : { matches: (row) => matches(row, words), keepChildren: true };
}

/** Whether every word stands somewhere in the texts of a process. */
export function matches(process: Row, words: readonly string[]): boolean {
  const text = searchText(process);
  return words.every((word) => text.includes(word));
}

const searched = ['name', 'user', 'path', 'commandLine', 'parentName', 'app', 'unit', 'pid'] as const;
const texts = new WeakMap<Row, string>();

/** Made once for each reading, because a query is tried on every process at every key press. */
function searchText(process: Row): string {
  let text = texts.get(process);
  if (text === undefined) {
    // A line break can stand in no word, so a word never matches across two fields.
    text = searched
      .map((property) => process[property] ?? '')
      .join('\n')
      .toLocaleLowerCase();
    texts.set(process, text);
  }
  return text;
}
