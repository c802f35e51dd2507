/** How the production code hangs together: which file imports which, circles, splinters, and how long files are. */
import path from 'node:path';
import { readSource } from './read-source.ts';
import { CLIENT_PACKAGE, roomOf, type Violation } from './rules.ts';

/** A file by its path in the project, with slashes, and its text. */
export interface CodeFile {
  file: string;
  text: string;
}

/** Of each file the files it imports, types included. Packages from outside of the project are left out. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

/** A file under this many lines that one other file uses is a splinter: who reads the one has to open the other. */
const SPLINTER_LINES = 30;
/** What is a splinter by this count can still be an idea of its own, so some are allowed. */
const MAX_SPLINTERS = 60;

export function importGraph(files: readonly CodeFile[]): ImportGraph {
  const known = new Set(files.map(({ file }) => file));
  return new Map(
    files.map(({ file, text }) => [
      file,
      new Set(readSource(text).imports.flatMap(({ specifier }) => target(file, specifier, known))),
    ]),
  );
}

function target(file: string, specifier: string, known: ReadonlySet<string>): string[] {
  const [name, entry] = specifier.split('/');
  const found = specifier.startsWith('.')
    ? path.posix.join(path.posix.dirname(file), specifier)
    : name === CLIENT_PACKAGE && `client/${entry}/index.ts`;
  return found && known.has(found) ? [found] : [];
}

/** Groups of files each of which reaches each other one through imports; a file that imports itself is one, too. */
export function importCircles(graph: ImportGraph): string[][] {
  // Tarjan's strongly connected components.
  const circles: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string): number => {
    order.set(file, order.size);
    lowest.set(file, order.size - 1);
    open.push(file);
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) lower(file, visit(next));
      else if (open.includes(next)) lower(file, order.get(next) ?? 0);
    }
    const reached = lowest.get(file) ?? 0;
    if (reached === order.get(file)) {
      const group = open.splice(open.indexOf(file));
      if (group.length > 1 || graph.get(file)?.has(file)) circles.push(group.sort());
    }
    return reached;
  };
  const lower = (file: string, to: number) => lowest.set(file, Math.min(lowest.get(file) ?? to, to));
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return circles;
}

export interface Splinter {
  file: string;
  lines: number;
  importer: string;
}

export function splinters(files: readonly CodeFile[], graph: ImportGraph): Splinter[] {
  const importers = new Map<string, string[]>();
  for (const [file, imports] of graph) {
    for (const imported of imports) importers.set(imported, [...(importers.get(imported) ?? []), file]);
  }
  return files.flatMap(({ file, text }) => {
    const [importer, ...others] = importers.get(file) ?? [];
    const lines = linesOf(text);
    return importer && others.length === 0 && lines < SPLINTER_LINES ? [{ file, lines, importer }] : [];
  });
}

/** What is wrong with the graph as a whole. */
export function checkGraph(files: readonly CodeFile[], graph = importGraph(files)): Violation[] {
  const circles = importCircles(graph).map(([file = '', ...others]) => ({
    file,
    line: 1,
    rule: `a circle of imports with ${others.join(', ') || 'itself'}: move what they share, or merge them`,
  }));
  const found = splinters(files, graph);
  if (found.length <= MAX_SPLINTERS) return circles;
  const rule = `one of ${found.length} splinters, ${MAX_SPLINTERS} at most: read with`;
  return [...circles, ...found.map(({ file, importer }) => ({ file, line: 1, rule: `${rule} ${importer}` }))];
}

/** Files, lines and the median of lines, by room and of all, as lines to print. */
export function describeSizes(files: readonly CodeFile[], graph = importGraph(files)): string[] {
  const roomsOfFiles = [...new Set(files.map(({ file }) => roomOf(file)))].sort();
  const byRoom = roomsOfFiles.map((room) => [room, files.filter(({ file }) => roomOf(file) === room)] as const);
  const rows = [...byRoom, ['all', files] as const].map(([room, own]) => {
    const lines = own.map(({ text }) => linesOf(text)).sort((a, b) => a - b);
    const sum = lines.reduce((total, one) => total + one, 0);
    return [room, own.length, sum, lines[lines.length >> 1] ?? 0] as const;
  });
  const table = [['room', 'files', 'lines', 'median'], ...rows].map(([room, ...numbers]) =>
    [String(room).padEnd(14), ...numbers.map((number) => String(number).padStart(7))].join(''),
  );
  return [...table, `${splinters(files, graph).length} splinters (at most ${MAX_SPLINTERS})`];
}

function linesOf(text: string): number {
  return text.split('\n').length - 1;
}
