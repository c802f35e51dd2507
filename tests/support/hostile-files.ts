import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** Puts a named pipe in a file's place: whoever opens it waits until somebody writes. */
export function makePipe(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { recursive: true, force: true });
  execFileSync('mkfifo', [file]);
}

/** A file of so many bytes, which take no space. */
export function sparseFile(file: string, bytes: number): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, 'w');
  ftruncateSync(descriptor, bytes);
  closeSync(descriptor);
}

/** From now on the file may not be read, by anybody but root and its owner's {@link withoutPrivilege}. */
export const unreadable = (file: string) => chmodSync(file, 0);

/**
 * A program that runs another one with the rights of an ordinary user, whose reads are subject to the modes of files: root
 * may read everything. @returns its path; `undefined` where it is not needed.
 */
export function withoutPrivilege(folder: string, program: string): string | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const wrapper = path.join(folder, 'ordinary.sh');
  const drop = 'setpriv --bounding-set=-dac_override,-dac_read_search';
  writeFileSync(wrapper, `#!/bin/sh\nexec ${drop} '${program}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

/** Everything that stands at a path and below it, with its contents: equal to an earlier one when nothing was touched. */
export function snapshot(at: string): string[] {
  const stats = lstatSync(at);
  if (stats.isDirectory())
    return [
      at,
      ...readdirSync(at)
        .sort()
        .flatMap((name) => snapshot(path.join(at, name))),
    ];
  if (stats.isSymbolicLink()) return [`${at} -> ${readlinkSync(at)}`];
  return [stats.isFile() ? `${at}: ${contents(at, stats.mode)}` : at];
}

function contents(file: string, mode: number): string {
  if (mode & 0o400) return readFileSync(file, 'base64');
  chmodSync(file, 0o600);
  try {
    return readFileSync(file, 'base64');
  } finally {
    chmodSync(file, mode);
  }
}
