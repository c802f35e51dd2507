import { MAX_FRAMES, MAX_STACK_LINES } from './limits.ts';
import { type BundlePart, oneOfOr } from './vocabulary.ts';

/** A folder of our own bundle, as it stands in stacks. */
export interface BundleRoot {
  /**
   * Path or URL of the folder, such as "app://finder/assets/" or "file:///opt/Candor%20Finder/…/out/main/"; or
   * {@link NAMELESS}.
   */
  readonly folder: string;
  readonly part: BundlePart;
}

/**
 * What V8 calls a script without a name. A sandboxed preload script is one (Electron compiles its text, with one line
 * put before it), so within the preload script it is the root of our own code; anywhere else it is not.
 */
export const NAMELESS = '<anonymous>';

/** A place in our own bundle. */
export interface Frame {
  /** A word of the product's, or the part's `other`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface Frames {
  /** Innermost first. */
  readonly own: readonly Frame[];
  /** How many other lines were looked at; nothing else is kept of them. */
  readonly foreign: number;
}

const none: Frames = { own: [], foreign: 0 };

/** A location ends a frame's line: "at name (file:1:2)" or "at file:1:2". Seven digits are what MAX_POSITION allows. */
const LOCATION = /^\s+at (.*):(\d{1,7}):(\d{1,7})\)?$/;

/** One file name and no folder: letters, digits, dashes, one extension. */
const FILE_NAME = /^([\w-]{1,64})\.[cm]?js$/;

/** What the bundler puts behind a name, "-BjFl2MlH"; always eight characters. */
const HASH = /-[\w-]{8}$/;

/**
 * The frames that lie in our own bundle.
 * @param places of a stack; see {@link placesOf}.
 */
export function readFrames(places: string | undefined, roots: readonly BundleRoot[], files: readonly string[]): Frames {
  if (places === undefined) return none;
  const own: Frame[] = [];
  let foreign = 0;
  // What stands before the first line break belongs to the header.
  for (const line of places.split('\n').slice(1, 1 + MAX_STACK_LINES)) {
    if (!/^\s+at /.test(line)) continue;
    const frame = readFrame(line, roots, files);
    if (!frame) foreign++;
    else if (own.length < MAX_FRAMES) own.push(frame);
  }
  return { own, foreign };
}

function readFrame(line: string, roots: readonly BundleRoot[], files: readonly string[]): Frame | undefined {
  const found = LOCATION.exec(line);
  if (!found) return undefined;
  const [, before = '', row = '', column = ''] = found;
  for (const root of roots) {
    const file = ownFile(before.replaceAll('\\', '/'), root, files);
    if (file) return { file, line: Number(row), column: Number(column) };
  }
  return undefined;
}

/** The bundle's file that `text`, a frame's line up to its position, ends with. */
function ownFile(text: string, { folder, part }: BundleRoot, files: readonly string[]): string | undefined {
  // Evaluated text has no name either, but says where it was evaluated: "eval (eval at …, <anonymous>".
  if (folder === NAMELESS) return /(?:^|^async |\()<anonymous>$/.test(text) ? fileOf(part, 'index', files) : undefined;
  const prefix = folder.replaceAll('\\', '/').replace(/\/?$/, '/');
  const at = text.lastIndexOf(prefix);
  // A path begins the location; elsewhere the same words are part of another path or of a name.
  if (at < 0 || (at > 0 && !/[ (]/.test(text.charAt(at - 1)))) return undefined;
  const stem = FILE_NAME.exec(text.slice(at + prefix.length))?.[1];
  if (stem === undefined) return undefined;
  return fileOf(part, stem, files);
}

function fileOf(part: BundlePart, stem: string, files: readonly string[]): string {
  const other = `${part}/other` as const;
  const exact = oneOfOr(files, `${part}/${stem}`, other);
  return exact === other ? oneOfOr(files, `${part}/${stem.replace(HASH, '')}`, other) : exact;
}
