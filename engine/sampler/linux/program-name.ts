/** Names in /proc are bytes: the kernel cuts its own at 15 of them, which may be inside a character. */

/** TASK_COMM_LEN of the kernel's include/linux/sched.h, without the NUL at the end. */
const KERNEL_NAME_BYTES = 15;

/**
 * Names that say nothing about the program: Node 24 calls its main thread so, and with it the process; and one that was
 * started from a descriptor is called by its number.
 */
const meaningless = /^(?:MainThread|\d{1,4})$/;

const SLASH = 0x2f;

const decoder = new TextDecoder();

/** The text of a name, without a character at its end of which only a part is there. Other wrong bytes become U+FFFD. */
export function decodeName(bytes: Uint8Array): string {
  return decoder.decode(bytes.subarray(0, bytes.length - danglingBytes(bytes)));
}

/** Whether a name that was cut at 15 bytes is the beginning of a longer one. */
export function completesCutName(cut: Uint8Array, candidate: Uint8Array): boolean {
  if (cut.length < KERNEL_NAME_BYTES || candidate.length < cut.length) return false;
  for (let at = 0; at < cut.length; at += 1) if (cut[at] !== candidate[at]) return false;
  return true;
}

/**
 * The name that people know a program by. The kernel's is right for scripts (the script's name, not the interpreter's),
 * but cut: then the whole one is taken from the file or the command line, if it begins the same way.
 * @param kernelName bytes as the kernel keeps them
 * @param args the first arguments, the program among them
 * @param path of the executable; `null` when it is not known
 */
export function programName(kernelName: Uint8Array, args: readonly Uint8Array[], path: Uint8Array | null): string {
  const file = path === null ? null : lastPart(path);
  const name = decodeName(kernelName);
  if (meaningless.test(name)) return decodeName(betterName(file, args)) || name;
  if (kernelName.length < KERNEL_NAME_BYTES) return name;
  const candidates = [...(file === null ? [] : [file]), ...args.slice(0, 2).map(lastPart)];
  const whole = candidates.find((candidate) => completesCutName(kernelName, candidate));
  return whole ? decodeName(whole) : name;
}

function betterName(file: Uint8Array | null, args: readonly Uint8Array[]): Uint8Array {
  // A program in memory alone has a file of any name.
  const inMemory = file !== null && decodeName(file).startsWith('memfd:');
  const first = args[0] === undefined ? new Uint8Array() : lastPart(args[0]);
  return file === null || (inMemory && first.length > 0) ? first : file;
}

/** A worker of the kernel says behind its name what it works on just now: `kworker/0:1-events`. That is no name. */
export function kernelThreadName(name: string): string {
  return /^kworker\/[^-+]+/.exec(name)?.[0] ?? name;
}

function lastPart(path: Uint8Array): Uint8Array {
  return path.subarray(path.lastIndexOf(SLASH) + 1);
}

/** Bytes at the end that begin a character of UTF-8 and do not end it. */
function danglingBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? back : 0;
  }
  return 0;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}
