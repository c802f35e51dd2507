/** No plain word holds it. */
const SEPARATOR = 31;

const small = (column: string) => `lower(${column})`;
const holds = (column: string, other: string) => `contains(${small(column)}, ${small(other)})`;

/**
 * What the texts of runs are searched by, as SQL over `name`, `path` and `command`: the three in small letters, with a sign
 * between them that no word holds. One that stands in another is left out, as most names and files do: a word in it is found
 * there, and the half is to be read.
 */
export const searchOfTexts = `concat_ws(chr(${SEPARATOR}),
  CASE WHEN ${holds('command', 'name')} OR ${holds('path', 'name')} THEN NULL ELSE ${small('name')} END,
  CASE WHEN ${holds('command', 'path')} THEN NULL ELSE ${small('path')} END,
  ${small('command')})`;

/** The texts of a week made anew from its runs, which have them too. */
export const textsOfRuns = (runs: string): string =>
  `SELECT DISTINCT text AS id, name, path, command, ${searchOfTexts} AS search FROM ${runs}`;
