import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { SOURCE_MAPS } from '../limits.ts';
import { makeDirectory, writeAtomically } from '../own-files.ts';

/** A place in a file of a build, as error reports have it: `file` is a word such as "renderer/index". */
export interface BuildPlace {
  readonly product: string;
  readonly version: string;
  readonly file: string;
  /** From 1, both. */
  readonly line: number;
  readonly column: number;
}

/** A place in the source that it was built of. */
export interface SourcePlace {
  readonly file: string;
  /** From 1, both. */
  readonly line: number;
  readonly column: number;
  /** What is named there, such as a function, where the map says so. */
  readonly name: string | null;
}

/** Parts of a product whose files error reports name. */
const PARTS = ['main', 'preload', 'renderer'];

/** What the bundler puts behind a name, as the client leaves it out (client/core/errors/stack.ts). */
const HASH = /-[\w-]{8}$/;

const PRODUCT = /^[a-z0-9][a-z0-9-]{0,63}$/;
const VERSION = /^[0-9][0-9A-Za-z.+-]{0,63}$/;
const MAP_FILE = /^([\w-]{1,64})\.[cm]?js\.map$/;

/**
 * Source maps of versions, in the data folder: `sourcemaps/PRODUCT/VERSION/PART/NAME.map`. They are of builds and of nobody, and
 * no batch is ever changed by them: places are looked up when an answer is given.
 */
export class SourceMaps {
  readonly #directory: string;
  /** Those that were used last, the last at the end. */
  readonly #open = new Map<string, Promise<TraceMap | undefined>>();

  /** @param dataDir the collector's folder. */
  constructor(dataDir: string) {
    this.#directory = path.join(dataDir, 'sourcemaps');
  }

  /**
   * Keeps the maps of a version: a file, or all below a folder. Maps of the same files that are there are replaced.
   * @returns the files that they are of, as reports name them.
   * @throws Error that says so when one is no map or too large, belongs to no part of a product, or there are none or too many.
   */
  async add(product: string, version: string, from: string): Promise<readonly string[]> {
    const folder = this.#folderOf(product, version);
    const files = (await stat(from)).isDirectory() ? await mapsBelow(from) : [path.resolve(from)];
    if (files.length === 0) throw new Error(`there is no source map in ${from}`);
    if (files.length > SOURCE_MAPS.files)
      throw new Error(`${files.length} maps are too many: ${SOURCE_MAPS.files} at most`);
    const maps: { readonly name: string; readonly text: string }[] = [];
    for (const file of files) maps.push({ name: wordOf(file), text: await readMap(file) });
    const twice = maps.find(({ name }, index) => maps.findIndex((map) => map.name === name) !== index);
    if (twice) throw new Error(`two of the maps are of ${twice.name}`);
    await makeDirectory(this.#directory);
    await makeDirectory(path.dirname(folder));
    await makeDirectory(folder);
    for (const { name, text } of maps) {
      const target = path.join(folder, `${name}.map`);
      await makeDirectory(path.dirname(target));
      await writeAtomically(target, text);
    }
    return maps.map(({ name }) => name).sort();
  }

  /** Versions with maps, and how many files each has. */
  async list(): Promise<readonly { readonly product: string; readonly version: string; readonly files: number }[]> {
    const versions: { product: string; version: string; files: number }[] = [];
    for (const product of await namesIn(this.#directory)) {
      for (const version of await namesIn(path.join(this.#directory, product))) {
        const files = await mapsBelow(path.join(this.#directory, product, version));
        versions.push({ product, version, files: files.length });
      }
    }
    return versions;
  }

  /** @returns whether there were any. @throws Error that says so when these are no product and version. */
  async remove(product: string, version: string): Promise<boolean> {
    const folder = this.#folderOf(product, version);
    const isThere = (await namesIn(folder)).length > 0;
    await rm(folder, { recursive: true, force: true });
    return isThere;
  }

  /** Where a place of a build is in the source; `undefined` where no map tells. */
  async find({ product, version, file, line, column }: BuildPlace): Promise<SourcePlace | undefined> {
    if (!PRODUCT.test(product) || !VERSION.test(version) || !/^[a-z]+\/[\w-]+$/.test(file)) return undefined;
    const map = await this.#map(path.join(this.#folderOf(product, version), `${file}.map`));
    // V8 counts columns from 1, maps from 0.
    const found = map && originalPositionFor(map, { line, column: Math.max(0, column - 1) });
    if (!found || found.source === null) return undefined;
    return { file: found.source, line: found.line, column: found.column + 1, name: found.name };
  }

  #folderOf(product: string, version: string): string {
    if (!PRODUCT.test(product)) throw new Error(`${product} is no product’s id`);
    if (!VERSION.test(version)) throw new Error(`${version} is no version`);
    return path.join(this.#directory, product, version);
  }

  /** A map that was added or removed since is another file, of another moment. */
  async #map(file: string): Promise<TraceMap | undefined> {
    const seen = await stat(file).catch(() => undefined);
    if (!seen) return undefined;
    const key = `${file} ${seen.mtimeMs} ${seen.size}`;
    const map =
      this.#open.get(key) ??
      readFile(file, 'utf8')
        .then(parse)
        .catch(() => undefined);
    this.#open.delete(key);
    this.#open.set(key, map);
    const [oldest] = this.#open.keys();
    if (this.#open.size > SOURCE_MAPS.open && oldest !== undefined) this.#open.delete(oldest);
    return map;
  }
}

/** "renderer/index" of "out/renderer/assets/index-BjFl2MlH.js.map". */
function wordOf(file: string): string {
  const folders = path.dirname(file).split(path.sep);
  const part = folders.findLast((folder) => PARTS.includes(folder));
  const stem = MAP_FILE.exec(path.basename(file))?.[1];
  if (part === undefined || stem === undefined) {
    throw new Error(`${file} must lie in a folder ${PARTS.join(', ')} and be called NAME.js.map`);
  }
  return `${part}/${stem.replace(HASH, '')}`;
}

async function readMap(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > SOURCE_MAPS.bytes) throw new Error(`${file} has ${size} bytes: ${SOURCE_MAPS.bytes} at most`);
  const text = await readFile(file, 'utf8');
  try {
    parse(text);
  } catch {
    throw new Error(`${file} is no source map of version 3`);
  }
  return text;
}

function parse(text: string): TraceMap {
  const map = new TraceMap(text);
  if (map.version !== 3) throw new Error('no source map of version 3');
  originalPositionFor(map, { line: 1, column: 0 });
  return map;
}

async function mapsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isFile() && entry.name.endsWith('.map') ? [path.join(path.resolve(entry.parentPath), entry.name)] : [],
  );
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}
