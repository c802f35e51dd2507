import type { Process } from '../../app/finder/process.ts';

/** The words that a query asks for, in lower case. */
export function wordsOf(query: string): readonly string[] {
  return query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
}

/** Whether every word stands somewhere in the process's name, user, path or PID. */
export function matches(process: Process, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = searchText(process);
  return words.every((word) => text.includes(word));
}

const texts = new WeakMap<Process, string>();

/** Made once for each reading, because a query is tried on every process at every key press. */
function searchText(process: Process): string {
  let text = texts.get(process);
  if (text === undefined) {
    // A line break can stand in no word, so a word never matches across two fields.
    text = [process.name, process.user, process.path ?? '', process.pid].join('\n').toLocaleLowerCase();
    texts.set(process, text);
  }
  return text;
}
