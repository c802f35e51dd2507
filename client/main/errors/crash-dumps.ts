import path from 'node:path';
import { swallowed } from '../../core/debug.ts';
import type { ProcessKind } from '../../core/errors/vocabulary.ts';
import { attempt, type Disk } from '../files/disk.ts';

/** Dumps counted at one start: the windows and the engine are started again a few times a minute at most. */
export const MAX_DUMPS = 100;

/** A larger dump is not looked into, in bytes: Crashpad's own have 100 to 300 kB, and reading one holds up a start. */
export const MAX_DUMP_BYTES = 4 * 1024 * 1024;

/** Modules of a process, and annotations of a module, that are looked at: Electron's own stand in its first module. */
const MAX_DUMP_ENTRIES = 1000;

/** Stands in the folder while no window is open; a dump that is not older than it is none of the program's. */
export const WITHOUT_WINDOW = 'without-window';

/** Characters of an annotation's name or value: the longest that is asked for, "node.mojom.NodeService", has 22. */
const MAX_ANNOTATION = 64;

/** Folders of a Crashpad database in which finished dumps lie; the last one on Windows. */
export const DUMP_FOLDERS = ['pending', 'completed', 'reports'];

interface CrashDumpsParts {
  readonly disk: Disk;
  /** A folder of the program's own, so that it goes with everything else at a No. */
  readonly folder: string;
  /** Starts Electron's crash reporter on that folder, without upload; called once at most. */
  readonly start: (folder: string) => void;
  /** Takes one native crash of the run before. */
  readonly report: (process: ProcessKind) => void;
}

/** What the program may do now. */
interface CrashTerms {
  /** Participation allows to collect. */
  readonly allowed: boolean;
  /** A session is being collected, which can take reports. */
  readonly collecting: boolean;
}

/**
 * Native crashes, counted from the dumps that Crashpad writes on this computer. A dump holds memory and with it anything:
 * it never leaves, only which process it is of is read, and it is deleted at the next start, counted or not.
 *
 * Crashpad runs only under a Yes. Nothing can stop it within a run, so a No takes its folder away, without which it
 * writes nothing; under another Yes it writes again from the next start on.
 */
export class CrashDumps {
  readonly #parts: CrashDumpsParts;
  #started = false;
  #resting: boolean;
  #found: readonly ProcessKind[] = [];

  /** @param resting no window is open yet. */
  constructor(parts: CrashDumpsParts, resting = false) {
    this.#parts = parts;
    this.#resting = resting;
  }

  /** The last window was closed: what crashes from now on is not counted. Never throws. */
  rest(): void {
    const { disk, folder } = this.#parts;
    this.#resting = true;
    if (this.#started) attempt(() => disk.close(disk.open(path.join(folder, WITHOUT_WINDOW), 'over')));
  }

  /** A window is about to open. To be followed by {@link follow}. Never throws. */
  wake(): void {
    const { disk, folder } = this.#parts;
    this.#resting = false;
    attempt(() => {
      for (const dump of this.#dumps().uncounted) disk.remove(dump);
    });
    attempt(() => disk.remove(path.join(folder, WITHOUT_WINDOW)));
  }

  /** To be called before the first window is made, so that its process is watched too, and after every change. Never throws. */
  follow({ allowed, collecting }: CrashTerms): void {
    const { disk, folder } = this.#parts;
    if (!allowed) {
      this.#found = [];
      attempt(() => disk.removeFolder(folder));
    } else if (!this.#started && !this.#resting) {
      this.#started = true;
      this.#begin();
    }
    if (!collecting) return;
    for (const process of this.#found) this.#parts.report(process);
    this.#found = [];
  }

  #begin(): void {
    const { disk, folder, start } = this.#parts;
    this.#found = attempt(() => this.#read()) ?? [];
    attempt(() => {
      // With the dumps goes the id that Crashpad gives each database.
      disk.removeFolder(folder);
      disk.makeFolder(folder);
      start(folder);
    });
  }

  #read(): ProcessKind[] {
    const { disk } = this.#parts;
    return this.#dumps()
      .counted.slice(0, MAX_DUMPS)
      .map((file) => {
        const dump = attempt(() => disk.read(file, MAX_DUMP_BYTES));
        return dump ? processOfDump(dump) : 'helper';
      });
  }

  /** The dumps that lie in the folder: those of sessions, and those from times without a window. */
  #dumps(): { readonly counted: readonly string[]; readonly uncounted: readonly string[] } {
    const { disk, folder } = this.#parts;
    const rested = disk.facts(path.join(folder, WITHOUT_WINDOW))?.writtenAt ?? Number.POSITIVE_INFINITY;
    const dumps = DUMP_FOLDERS.map((name) => path.join(folder, name)).flatMap((within) =>
      disk
        .names(within)
        .filter((name) => name.endsWith('.dmp'))
        .map((name) => path.join(within, name)),
    );
    const isCounted = (file: string) => (disk.facts(file)?.writtenAt ?? 0) < rested;
    return { counted: dumps.filter(isCounted), uncounted: dumps.filter((file) => !isCounted(file)) };
  }
}

/** "MDMP". */
const SIGNATURE = 0x504d444d;

/** `kMinidumpStreamTypeCrashpadInfo` of crashpad/minidump/minidump_extensions.h. */
const CRASHPAD_INFO = 0x43500001;

/** `crashpad::Annotation::Type::kString`. */
const STRING = 1;

/** The only utility process with Node in it is our engine. */
const ENGINE_SERVICE = 'node.mojom.NodeService';

/**
 * Which process a dump of Crashpad's is of, by what Chromium notes in it about the process. Nothing else is read. A dump
 * that does not say counts as one of Chromium's own helpers.
 */
export function processOfDump(dump: Buffer): ProcessKind {
  const notes = annotations(dump);
  switch (notes.get('ptype')) {
    case 'browser':
      return 'main';
    case 'renderer':
      return 'renderer';
    case 'gpu-process':
      return 'gpu';
    case 'utility':
      return notes.get('service-name') === ENGINE_SERVICE ? 'engine' : 'helper';
    default:
      return 'helper';
  }
}

/** The text annotations of a minidump's modules; none of a file that is damaged or no dump. */
function annotations(dump: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  try {
    for (const [name, value] of readAnnotations(dump)) found.set(name, value);
  } catch (error) {
    swallowed('errors', 'read-dump', error);
    // An offset outside of the file: what was read until then counts.
  }
  return found;
}

/**
 * Walks the structures of crashpad/minidump/minidump_extensions.h, all of them little-endian: MinidumpCrashpadInfo, its
 * list of modules, and their annotation objects.
 * @throws RangeError at an offset outside of the file.
 */
function* readAnnotations(dump: Buffer): Generator<[name: string, value: string]> {
  const word = (at: number) => dump.readUInt32LE(at);
  const info = word(0) === SIGNATURE ? crashpadInfo(word) : undefined;
  if (info === undefined) return;
  // version, report id, client id, location of the simple annotations; then the location of the modules.
  const modules = word(info + 4 + 16 + 16 + 8 + 4);
  for (const module of items(word, modules, 12)) {
    // Index in the list of modules, then the location of what Crashpad knows of this one.
    const known = word(module + 4 + 4);
    // version, locations of the list and of the simple annotations; then that of the annotation objects.
    const [size, objects] = [word(known + 4 + 8 + 8), word(known + 4 + 8 + 8 + 4)];
    if (size === 0) continue;
    for (const object of items(word, objects, 12)) {
      if (dump.readUInt16LE(object + 4) === STRING) {
        yield [text(dump, word(object)), text(dump, word(object + 8))];
      }
    }
  }
}

type ReadWord = (at: number) => number;

/** Where the stream of Crashpad's own lies. */
function crashpadInfo(word: ReadWord): number | undefined {
  const [streams, directory] = [word(8), word(12)];
  for (let index = 0; index < Math.min(streams, MAX_DUMP_ENTRIES); index++) {
    const entry = directory + 12 * index;
    if (word(entry) === CRASHPAD_INFO) return word(entry + 8);
  }
  return undefined;
}

/** Where the items of a list lie that begins with their number. */
function* items(word: ReadWord, list: number, size: number): Generator<number> {
  const count = Math.min(word(list), MAX_DUMP_ENTRIES);
  for (let index = 0; index < count; index++) yield list + 4 + size * index;
}

/** Bytes behind their number, as text. */
function text(dump: Buffer, at: number): string {
  const length = Math.min(dump.readUInt32LE(at), MAX_ANNOTATION);
  return dump.toString('latin1', at + 4, at + 4 + length);
}
