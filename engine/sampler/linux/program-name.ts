/** The kernel keeps 15 bytes of a name. */
const KERNEL_NAME_BYTES = 15;

/** Names that say nothing about the program: Node 24 calls its main thread so, and with it the process. */
const meaningless = new Set(['MainThread']);

/**
 * The name that people know a program by. The kernel's is right for scripts (the script's name, not the interpreter's),
 * but cut at 15 bytes: then the whole one is taken from the command line or the file, if it begins the same way.
 */
export function programName(kernelName: string, args: readonly string[], path: string | null): string {
  const file = path === null ? '' : lastPart(path);
  if (meaningless.has(kernelName) && file !== '') return file;
  if (new TextEncoder().encode(kernelName).length < KERNEL_NAME_BYTES) return kernelName;
  const candidates = [file, ...args.slice(0, 2).map(lastPart)];
  return candidates.find((candidate) => candidate.startsWith(kernelName)) ?? kernelName;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
