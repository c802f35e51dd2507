import { completesCutName, decodeCutName, decodeName } from '../../../app/text/names-in-bytes.ts';

/**
 * Names that say nothing about the program: Node 24 calls its main thread so, and with it the process; and one that was
 * started from a descriptor is called by its number, or by a file in memory that has no name of its own.
 */
const meaningless = /^(?:MainThread|\d{1,4}|memfd:.*)$/;

const SLASH = 0x2f;

/**
 * The name that people know a program by. The kernel's is right for scripts (the script's name, not the interpreter's),
 * but cut: then the whole one is taken from the file or the command line, if it begins the same way.
 * @param kernelName bytes as the kernel keeps them
 * @param args the first arguments, the program among them
 * @param path of the executable; `null` when it is not known
 */
export function programName(kernelName: Uint8Array, args: readonly Uint8Array[], path: Uint8Array | null): string {
  const file = path === null ? null : lastPart(path);
  const name = decodeCutName(kernelName);
  if (meaningless.test(name)) return decodeName(betterName(file, args)) || name;
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
