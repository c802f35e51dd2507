/** Where the rule holds. The collector has a reporter of its own. */
const PLACES = ['app/', 'client/', 'engine/', 'main/', 'preload/', 'renderer/', 'ui/'];

/** Files in which an exception may go untold, each with its reason. */
const SILENT: Readonly<Record<string, string>> = {
  'client/core/batch/batch-format.ts': 'its answer: no batch, with the path and what was expected',
  'client/core/errors/thrown.ts': 'its answer: a property of a stranger that cannot be read is none',
  'client/core/batch/shapes.ts': 'its answer: not JSON',
  'client/node/platform.ts': 'it writes what is told',
};

/** What a handler does that does not swallow: rethrow, tell whoever asks, or report the error to the session. */
const TELLS = /\bthrow\b|\bswallowed\s*\(|\breportError\s*\(|\bcaught\s*\(|\berrors\.report\s*\(/;

/** Handlers of exceptions: the block of a `catch`, what is handed to `.catch()`, what is handed to `.then()` second. */
const HANDLER = /\bcatch\s*(?:\([^()]*\)\s*)?(?=\{)|\.(catch|then)\s*(?=\()/g;

/**
 * Places in a file, as offsets, where an exception is swallowed and nobody is told.
 * @param file relative to the project, with slashes.
 * @param code with the contents of strings and comments blanked (read-source.ts).
 */
export function swallowedExceptions(file: string, code: string): number[] {
  if (!PLACES.some((place) => file.startsWith(place)) || SILENT[file]) return [];
  return [...code.matchAll(HANDLER)].flatMap((match) => {
    const parts = partsOf(code, match.index + match[0].length);
    // What stands behind a comma that ends the list is nothing.
    const handler = match[1] === 'then' ? parts[1]?.trim() || undefined : parts.join(',');
    return handler === undefined || TELLS.test(handler) ? [] : [match.index];
  });
}

/** What stands in the brackets that open at `from`, cut at the commas that are in none of its own. */
function partsOf(code: string, from: number): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = from + 1;
  for (let at = from; at < code.length; at += 1) {
    const sign = code[at] ?? '';
    if ('([{'.includes(sign)) depth += 1;
    else if (')]}'.includes(sign)) depth -= 1;
    if (depth === 0 || (depth === 1 && sign === ',')) {
      parts.push(code.slice(start, at));
      start = at + 1;
    }
    if (depth === 0) break;
  }
  return parts;
}
