import { swallowed } from 'candor-client/core';
import type { Clock } from 'candor-client/node';
import type { ProcessState } from '../../../app/finder/process.ts';
import { decodeName } from '../../../app/text/names-in-bytes.ts';
import { MAX_RAW_COMMAND_LINE } from '../../limits.ts';
import { maskArguments } from '../masking/mask-command-line.ts';
import { kernelThreadName, programName } from './program-name.ts';
import { createAccounts, readOnce, type SystemFiles } from './system-files.ts';
import { type UnitName, unitOfPath, unitPath } from './unit-name.ts';

/** What a process seldom changes: read when it is new, when the kernel's name changed, and in turn. */
export interface Details {
  readonly name: string;
  readonly userId: number;
  readonly user: string;
  readonly path: string | null;
  readonly deleted: boolean;
  /** With secrets masked. */
  readonly commandLine: string;
  readonly unitName: UnitName | null;
}

/** The process as it was read before, so that nothing is worked out again that has not changed. */
export interface KnownDetails {
  readonly details: Details;
  readonly rawCommandLine: Uint8Array;
}

export interface DetailsParts {
  readonly files: SystemFiles;
  readonly clock: Clock;
}

/**
 * Reads the details of one process; each that may not be read is missing by itself.
 * @returns `undefined` when the process has ended; the same object as `before` when nothing has changed
 */
export type ReadDetails = (of: Asked, before: KnownDetails | undefined) => KnownDetails | undefined;

interface Asked {
  readonly pid: number;
  readonly kernelName: Uint8Array;
  readonly kernel: boolean;
  readonly state: ProcessState;
}

export function createDetailsReader({ files, clock }: DetailsParts): ReadDetails {
  const account = createAccounts(files, clock);
  const buffer = new Uint8Array(MAX_RAW_COMMAND_LINE);
  const unitNames = new Map<string, UnitName | null>();

  /** The beginning of a file in the shared buffer; empty when it cannot be read. */
  function beginning(path: string): Uint8Array {
    try {
      return buffer.subarray(0, readOnce(files, path, buffer));
    } catch (error) {
      swallowed('engine', 'read-process', error);
      return buffer.subarray(0, 0);
    }
  }

  function unitNameOf(pid: number): UnitName | null {
    const text = decoder.decode(beginning(`/proc/${pid}/cgroup`));
    const known = unitNames.get(text);
    if (known !== undefined) return known;
    if (unitNames.size >= MAX_UNIT_NAMES) unitNames.clear();
    const made = unitOfPath(unitPath(text));
    unitNames.set(text, made);
    return made;
  }

  function owner(pid: number): number | undefined {
    try {
      return files.owner(`/proc/${pid}`);
    } catch (error) {
      swallowed('engine', 'read-process', error);
      return undefined;
    }
  }

  /**
   * The command line in the shared buffer. It stands in the process's own memory: of one that waits without end, for a
   * disk or a server that is gone, reading it would wait as well, and with it everything here.
   */
  function commandLine({ pid, kernel, state }: Asked, before: KnownDetails | undefined): Uint8Array {
    if (kernel) return buffer.subarray(0, 0);
    if (state === 'waiting') return before?.rawCommandLine ?? buffer.subarray(0, 0);
    return beginning(`/proc/${pid}/cmdline`);
  }

  return (asked, before) => {
    const { pid, kernelName, kernel } = asked;
    const userId = owner(pid);
    if (userId === undefined) return undefined;
    const user = account(userId);
    const unitName = kernel ? null : unitNameOf(pid);
    const raw = commandLine(asked, before);
    const same = before !== undefined && equalBytes(raw, before.rawCommandLine);
    const rawCommandLine = same ? before.rawCommandLine : raw.slice();
    const target = kernel ? null : files.target(`/proc/${pid}/exe`);
    const executable = executableOf(target, files);
    const name = programName(kernelName, firstArguments(rawCommandLine), executable.bytes);
    const details: Details = {
      name: kernel ? kernelThreadName(name) : name,
      userId,
      user,
      path: executable.path,
      deleted: executable.deleted,
      commandLine: same ? before.details.commandLine : maskArguments(splitArguments(decodeName(rawCommandLine))),
      unitName,
    };
    return same && equalDetails(details, before.details) ? before : { details, rawCommandLine };
  };
}

const decoder = new TextDecoder();

/** Groups of processes whose names are kept; a computer has some hundred. */
const MAX_UNIT_NAMES = 4096;

interface Executable {
  readonly bytes: Uint8Array | null;
  readonly path: string | null;
  readonly deleted: boolean;
}

const DELETED = ' (deleted)';

/** The kernel marks a file that was replaced or removed; the path is still the one that the program was started from. */
function executableOf(target: Uint8Array | null, files: SystemFiles): Executable {
  if (target === null) return { bytes: null, path: null, deleted: false };
  const text = decodeName(target);
  // A file may really be called so.
  if (!text.endsWith(DELETED) || files.exists(text)) return { bytes: target, path: text, deleted: false };
  const bytes = target.subarray(0, target.length - DELETED.length);
  return { bytes, path: text.slice(0, -DELETED.length), deleted: true };
}

/** The first two arguments of a command line in bytes. */
function firstArguments(raw: Uint8Array): Uint8Array[] {
  const first = raw.indexOf(0);
  if (first < 0) return raw.length > 0 ? [raw] : [];
  const second = raw.indexOf(0, first + 1);
  return [raw.subarray(0, first), raw.subarray(first + 1, second < 0 ? raw.length : second)];
}

/** Arguments end with a NUL each; programs that write a title over them leave many behind it. */
export function splitArguments(raw: string): string[] {
  const text = raw.replace(/\0+$/, '');
  return text === '' ? [] : text.split('\0');
}

function equalDetails(one: Details, other: Details): boolean {
  return (
    one.name === other.name &&
    one.userId === other.userId &&
    one.user === other.user &&
    one.path === other.path &&
    one.deleted === other.deleted &&
    one.unitName === other.unitName
  );
}

export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
