import { completesCutName, decodeCutName, decodeName } from '../../../app/text/names-in-bytes.ts';

/** Names that say nothing about the program: Node 24 calls its main thread so, and with it the process. */
const meaningless = new Set(['MainThread']);

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
  if (file !== null && file.length > 0 && meaningless.has(name)) return decodeName(file);
  const candidates = [...(file === null ? [] : [file]), ...args.slice(0, 2).map(lastPart)];
  const whole = candidates.find((candidate) => completesCutName(kernelName, candidate));
  return whole ? decodeName(whole) : name;
}

/** A worker of the kernel says behind its name what it works on just now: `kworker/0:1-events`. That is no name. */
export function kernelThreadName(name: string): string {
  return /^kworker\/[^-+]+/.exec(name)?.[0] ?? name;
}

function lastPart(path: Uint8Array): Uint8Array {
  return path.subarray(path.lastIndexOf(SLASH) + 1);
}
