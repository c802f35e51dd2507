import nodeFs, { constants, type Stats } from 'node:fs';

/** The parts of the file system that reading a file takes. */
export type FileReads = Pick<
  typeof nodeFs,
  'closeSync' | 'fstatSync' | 'lstatSync' | 'openSync' | 'readSync' | 'statSync'
>;

/** What is read of a file. */
export interface ReadRules {
  /** The largest file of its kind, in bytes: a larger one is none of ours, and would only take time and memory. */
  readonly maxBytes: number;
  /**
   * `refused`: a link in the file's place is nothing of ours; for whatever stands in a profile. `followed`: for what
   * administrators put in a place where nobody else can write, who may well keep it elsewhere and link to it.
   */
  readonly links: 'refused' | 'followed';
}

/** Codes for what stands in a file's place and is none of ours; the system gives the first of its own accord too. */
const LINK = 'ELOOP';
const NOT_A_FILE = 'ENOTREG';
const TOO_LARGE = 'EFBIG';

/**
 * Whether an error of reading says that something else stands in a file's place: a link, a folder, a pipe, a device, or
 * more than such a file can hold. Nothing of it was read or followed, and it can be set aside. After every other error
 * nobody knows what the file says, so it must not be written over.
 */
export function isForeign(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === LINK || code === NOT_A_FILE || code === TOO_LARGE;
}

/**
 * Reads a regular file and never waits: not for somebody to write into a pipe, nor for a device. On Windows a junction is
 * a link as well (lstat says so).
 * @throws what the system says; see also {@link isForeign}.
 */
export function readRegularFile(
  file: string,
  { maxBytes, links }: ReadRules,
  fs: FileReads = nodeFs,
): { readonly bytes: Buffer; readonly stats: Stats } {
  const descriptor = openRegularFile(file, constants.O_RDONLY, links, fs);
  try {
    const stats = fs.fstatSync(descriptor);
    // One byte more than it should have: it may have grown since.
    const bytes = Buffer.allocUnsafe(Math.min(stats.size, maxBytes) + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = fs.readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    if (length > maxBytes) throw foreign(TOO_LARGE, `it is larger than ${maxBytes} bytes`);
    return { bytes: bytes.subarray(0, length), stats };
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Opens a regular file that is there. What it is, is looked at before, because opening some devices does something, and
 * after, because another may have taken its place.
 * @param access `O_RDONLY` or `O_RDWR`.
 * @throws as readRegularFile does.
 */
export function openRegularFile(
  file: string,
  access: number,
  links: ReadRules['links'],
  fs: FileReads = nodeFs,
): number {
  const follows = links === 'followed';
  requireFile(follows ? fs.statSync(file) : fs.lstatSync(file));
  // Windows knows neither.
  const { O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants as Partial<typeof constants>;
  const descriptor = fs.openSync(file, access | O_NONBLOCK | (follows ? 0 : O_NOFOLLOW));
  try {
    requireFile(fs.fstatSync(descriptor));
    return descriptor;
  } catch (error) {
    fs.closeSync(descriptor);
    throw error;
  }
}

function requireFile(stats: Stats): void {
  if (stats.isSymbolicLink()) throw foreign(LINK, 'it is a link');
  if (!stats.isFile()) throw foreign(NOT_A_FILE, 'it is not a file');
}

function foreign(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/**
 * The text of a file that people or their tools wrote: UTF-8 or UTF-16, with a byte order mark or without. PowerShell's
 * `Set-Content -Encoding utf8` writes UTF-8 with a mark, its `>` and `Out-File` UTF-16 LE with one. Without a mark, the
 * zeros in the first two bytes tell, because such a file begins with a letter of ASCII (RFC 4627, section 3).
 * @throws TypeError for bytes that are no text.
 */
export function decodePlainText(bytes: Uint8Array): string {
  const [first = -1, second = -1] = bytes;
  if ((first === 0xff && second === 0xfe) || (first > 0 && second === 0)) return decode('utf-16le', bytes);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second > 0)) return decode('utf-16le', swapped(bytes));
  return decode('utf-8', bytes);
}

/** The mark is taken away. */
const decode = (encoding: string, bytes: Uint8Array) => new TextDecoder(encoding, { fatal: true }).decode(bytes);

/** UTF-16 BE as LE: not every build of Node decodes both. An odd byte at the end stays, and is refused. */
function swapped(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.subarray(0, copy.length & ~1).swap16();
  return copy;
}
