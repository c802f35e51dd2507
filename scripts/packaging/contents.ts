/** What may be inside a package, and what it may weigh. */
import { SERVER_VARIABLE } from '../../app/development.ts';

interface PackedFile {
  /** Inside app.asar, with slashes and without one before. */
  file: string;
  bytes: number;
}

/** All that runs, and nothing that could be something else: maps, tests and tools have no place to be. */
const ALLOWED = [
  /^package\.json$/,
  /^out\/main\/[\w-]+\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w-]+\.(?:css|js|png|svg|woff2)$/,
];

/** Of what must never leave the computer that packs, or works on the app, what can be told by its shape. */
const FORBIDDEN_CONTENT: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, "a token of npm's"],
  [/\bgh[opsu]_[A-Za-z0-9]{36}\b/, "a token of GitHub's"],
  [/\bAKIA[0-9A-Z]{16}\b/, 'a key of AWS'],
  [/[#@] ?sourceMappingURL=/, 'a link to a source map'],
  [new RegExp(SERVER_VARIABLE), 'code of the development build'],
];

/** Files of app.asar that have no business there. */
export function unexpectedFiles(files: readonly PackedFile[]): string[] {
  return files.map(({ file }) => file).filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
}

/** What a packed text gives away. @param here folders of this computer, which a bundle must not mention. */
export function forbiddenContent(text: string, here: readonly string[]): string[] {
  const found = FORBIDDEN_CONTENT.filter(([pattern]) => pattern.test(text)).map(([, what]) => what);
  return [...found, ...here.filter((folder) => text.includes(folder)).map((folder) => `the path ${folder}`)];
}

export interface Weights {
  app: readonly PackedFile[];
  /** All files of the unpacked app, in bytes. */
  installed: number;
}

/** What is over the budget, one sentence each. */
export function overweight({ app, installed }: Weights): string[] {
  const mainBundle = app.filter(({ file }) => file.startsWith('out/main/'));
  return [
    ...over('app.asar', sum(app), budget.app),
    ...over('the bundles of main and of the engine', sum(mainBundle), budget.main),
    ...over('the unpacked app', installed, budget.installed),
  ];
}

/** The same for one installer. */
export function overweightInstaller(name: string, bytes: number): string[] {
  return over(name, bytes, budget.installer);
}

/** One line for each file, heaviest first, and the sum. */
export function contentsTable({ app, installed }: Weights): string[] {
  const lines = [...app].sort((a, b) => b.bytes - a.bytes).map(({ file, bytes }) => `  ${kilobytes(bytes)}  ${file}`);
  return [
    ...lines,
    `  ${kilobytes(sum(app))}  app.asar, of ${kilobytes(budget.app).trim()}`,
    `  ${kilobytes(installed)}  unpacked, of ${kilobytes(budget.installed).trim()}`,
  ];
}

function over(what: string, bytes: number, limit: number): string[] {
  if (bytes <= limit) return [];
  return [`${what} has ${kilobytes(bytes).trim()}, of ${kilobytes(limit).trim()} (scripts/packaging/contents.ts)`];
}

function sum(files: readonly PackedFile[]): number {
  return files.reduce((total, { bytes }) => total + bytes, 0);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`.padStart(12);
}

// What a package may weigh. Who makes it heavier on purpose raises the number here, and says why in the commit.

const MEGABYTE = 1e6;

export const budget = {
  /** Our own part, app.asar: what each start reads, beside the runtime that every such app carries. */
  app: 4.2 * MEGABYTE,
  /** The bundles of the main process and the Finder engine, with the scripts that come with DuckDB. */
  main: 2.6 * MEGABYTE,
  /**
   * The unpacked app: Electron, DuckDB and our part. Electron 33 for Linux has 233 MB with two languages, 45 some more;
   * DuckDB 1.5 has 71, and twice that in an app for both processors of macOS.
   */
  installed: 410 * MEGABYTE,
  /** One installer, compressed; people fetch it over slow lines. DuckDB is 16 MB of it, or 25 where it is compressed less. */
  installer: 155 * MEGABYTE,
} as const;
