import { MAX_FRAMES, MAX_STACK_LENGTH, MAX_STACK_LINES } from './limits.ts';
import { type BundleFile, type BundlePart, bundleFiles, oneOfOr } from './vocabulary.ts';

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
  readonly file: BundleFile;
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

/** A name in V8's first line may precede the message: "TypeError [ERR_INVALID_ARG_TYPE]: ". */
const MAX_HEADER = 128;

/** A location ends a frame's line: "at name (file:1:2)" or "at file:1:2". Seven digits are what MAX_POSITION allows. */
const LOCATION = /^\s+at (.*):(\d{1,7}):(\d{1,7})\)?$/;

/** One file name and no folder: letters, digits, dashes, one extension. */
const FILE_NAME = /^([\w-]{1,64})\.[cm]?js$/;

/** What the bundler puts behind a name, "-BjFl2MlH"; always eight characters. */
const HASH = /-[\w-]{8}$/;

/**
 * The frames of a stack as V8 writes it (v8.dev/docs/stack-trace-api) that lie in our own bundle.
 *
 * The message precedes the frames in the same text and may hold lines that look like frames, so reading begins after
 * it. When the message cannot be found there (it was changed later, or is longer than a stack may be) no frame can be
 * told from it for certain, and none is kept.
 */
export function parseStack(stack: unknown, message: unknown, roots: readonly BundleRoot[]): Frames {
  if (typeof stack !== 'string') return none;
  const start = endOfMessage(stack, typeof message === 'string' ? message : '');
  if (start === undefined) return none;
  const text = stack.slice(start, start + MAX_STACK_LENGTH);
  const lines = text.split('\n');
  // A line that was cut off may have lost digits.
  if (start + text.length < stack.length) lines.pop();
  const own: Frame[] = [];
  let foreign = 0;
  // What stands before the first line break belongs to the header.
  for (const line of lines.slice(1, 1 + MAX_STACK_LINES)) {
    if (!/^\s+at /.test(line)) continue;
    const frame = readFrame(line, roots);
    if (!frame) foreign++;
    else if (own.length < MAX_FRAMES) own.push(frame);
  }
  return { own, foreign };
}

/** Where the header, "name: message", ends; `undefined` when the message is not what the header holds. */
function endOfMessage(stack: string, message: string): number | undefined {
  if (message.length > MAX_STACK_LENGTH) return undefined;
  const [firstLine = ''] = stack.slice(0, MAX_HEADER).split('\n', 1);
  const colon = firstLine.indexOf(': ');
  // A header without a message is the name alone; one without a name is the message alone.
  if (message === '' && colon < 0) return firstLine.length;
  const at = colon < 0 ? 0 : colon + 2;
  const end = at + message.length;
  return stack.startsWith(message, at) && (end === stack.length || stack[end] === '\n') ? end : undefined;
}

function readFrame(line: string, roots: readonly BundleRoot[]): Frame | undefined {
  const found = LOCATION.exec(line);
  if (!found) return undefined;
  const [, before = '', row = '', column = ''] = found;
  for (const root of roots) {
    const file = ownFile(before.replaceAll('\\', '/'), root);
    if (file) return { file, line: Number(row), column: Number(column) };
  }
  return undefined;
}

/** The bundle's file that `text`, a frame's line up to its position, ends with. */
function ownFile(text: string, { folder, part }: BundleRoot): BundleFile | undefined {
  // Evaluated text has no name either, but says where it was evaluated: "eval (eval at …, <anonymous>".
  if (folder === NAMELESS) return /(?:^|^async |\()<anonymous>$/.test(text) ? fileOf(part, 'index') : undefined;
  const prefix = folder.replaceAll('\\', '/').replace(/\/?$/, '/');
  const at = text.lastIndexOf(prefix);
  // A path begins the location; elsewhere the same words are part of another path or of a name.
  if (at < 0 || (at > 0 && !/[ (]/.test(text.charAt(at - 1)))) return undefined;
  const stem = FILE_NAME.exec(text.slice(at + prefix.length))?.[1];
  if (stem === undefined) return undefined;
  return fileOf(part, stem);
}

function fileOf(part: BundlePart, stem: string): BundleFile {
  const other = `${part}/other` as const;
  const exact = oneOfOr(bundleFiles, `${part}/${stem}`, other);
  return exact === other ? oneOfOr(bundleFiles, `${part}/${stem.replace(HASH, '')}`, other) : exact;
}
