/** The rules of tests/found.json. */
import { readSource } from '../rooms/read-source.ts';

/** A fault that somebody found, and the test that shows it mended. */
interface Find {
  /** What was done or given: bytes, a command, a state of the computer. */
  readonly input: string;
  /** What is right then. */
  readonly right: string;
  /** The file of a test, or of a suite that test files run, a colon and its title as it stands in the file. */
  readonly test: string;
}

const ROW: readonly (keyof Find)[] = ['input', 'right', 'test'];
/** An area and what it is about: `profile-fifo-settings`. */
const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;

/**
 * What is wrong with the list, one line a fault; empty when nothing is.
 * @param text of the list: an object of rows by id, sorted by id.
 * @param read gives a file of the project, by its path in it; `undefined` when there is none.
 */
export function checkFinds(text: string, read: (file: string) => string | undefined): string[] {
  let rows: Record<string, Partial<Find>>;
  try {
    rows = JSON.parse(text) as typeof rows;
  } catch {
    return ['tests/found.json is not JSON'];
  }
  const ids = Object.keys(rows);
  if (ids.length === 0) return ['tests/found.json has no row'];
  const unsorted = ids.filter((id, at) => at > 0 && id < (ids[at - 1] ?? '')).map((id) => `${id}: not sorted by id`);
  return [...unsorted, ...ids.flatMap((id) => checkFind(id, rows[id] ?? {}, read))];
}

function checkFind(id: string, row: Partial<Find>, read: (file: string) => string | undefined): string[] {
  if (!ID.test(id)) return [`${id}: an id is an area and what it is about, in lower case with hyphens`];
  if (Object.keys(row).sort().join() !== [...ROW].sort().join()) return [`${id}: a row has ${ROW.join(', ')}`];
  if (ROW.some((part) => typeof row[part] !== 'string' || row[part] === '')) return [`${id}: each part is a text`];
  const [file = '', title] = splitOnce(row.test ?? '', ': ');
  if (!/^tests\/.+(?:\.(?:test|spec)|-suite)\.tsx?$/.test(file) || !title) return [`${id}: the test is "FILE: TITLE"`];
  const source = read(file);
  if (source === undefined) return [`${id}: there is no ${file}`];
  return hasTest(source, title) ? [] : [`${id}: ${file} has no test "${title}"`];
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Whether a text is the title of a test that runs: a call, not a comment, not skipped. */
function hasTest(source: string, title: string): boolean {
  const { code } = readSource(source);
  return ["'", '"', '`'].some((quote) => {
    const escaped = title.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
    const literal = `${quote}${escaped}${quote}`;
    for (let at = source.indexOf(literal); at >= 0; at = source.indexOf(literal, at + 1)) {
      // Before the title stands the call, perhaps with a table between: it(…, it.each(…)(…, test(….
      if (/\b(?:it|test)(?:\.each\b[\s\S]{0,4000}\))?\s*\(\s*$/.test(code.slice(0, at))) return true;
    }
    return false;
  });
}
