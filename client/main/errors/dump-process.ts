import { swallowed } from '../../core/debug.ts';
import type { ProcessKind } from '../../core/errors/vocabulary.ts';
import { MAX_ANNOTATION, MAX_DUMP_ENTRIES } from './limits.ts';

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
    // A place outside of the file: what was read until then counts.
  }
  return found;
}

/**
 * Walks the structures of crashpad/minidump/minidump_extensions.h, all of them little-endian: MinidumpCrashpadInfo, its
 * list of modules, and their annotation objects.
 * @throws RangeError at a place outside of the file.
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
