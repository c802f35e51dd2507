import { swallowed } from 'candor-client/core';
import { MAX_HELD_DESCRIPTORS } from '../../limits.ts';
import type { SystemFiles } from './system-files.ts';

/** Reads the small files of many processes again and again. */
export interface HeldFiles {
  /**
   * Reads a process's file into {@link HeldFiles.buffer}; the bytes read, 0 when the process is gone or may not be read.
   * A descriptor that is held tells only ever about the process for which it was opened.
   */
  read(pid: number): number;
  /** What was read last; overwritten by the next read. */
  readonly buffer: Uint8Array;
  /** The process is gone. */
  drop(pid: number): void;
  /** Closes all. */
  clear(): void;
  /** Descriptors held now. */
  readonly held: number;
}

/**
 * Holds the descriptor of each process's /proc/PID/stat: reading it again costs 4.3 µs, opening it first 29 µs. Where the
 * limit of this process would be reached, files are opened and closed each time.
 */
export function createHeldStats(files: SystemFiles): HeldFiles {
  const descriptors = new Map<number, number>();
  const buffer = new Uint8Array(STAT_BYTES);
  let budget = descriptorBudget(files);

  function readHeld(pid: number, descriptor: number): number | undefined {
    try {
      return files.read(descriptor, buffer);
    } catch (error) {
      // ESRCH: the process has ended. Another one may have its PID since.
      swallowed('engine', 'read-held', error);
      descriptors.delete(pid);
      files.close(descriptor);
      return undefined;
    }
  }

  function open(pid: number): number | undefined {
    try {
      return files.open(`/proc/${pid}/stat`);
    } catch (error) {
      swallowed('engine', 'open-process', error);
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EMFILE' && code !== 'ENFILE') return undefined;
      // Others of this process need descriptors as well: give back half of them and hold no more than that.
      budget = Math.floor(descriptors.size / 2);
      for (const [held, descriptor] of descriptors) {
        if (descriptors.size <= budget) break;
        descriptors.delete(held);
        files.close(descriptor);
      }
      return undefined;
    }
  }

  function readNew(pid: number): number {
    const descriptor = open(pid);
    if (descriptor === undefined) return 0;
    try {
      return files.read(descriptor, buffer);
    } catch (error) {
      swallowed('engine', 'read-process', error);
      return 0;
    } finally {
      if (descriptors.size < budget) descriptors.set(pid, descriptor);
      else files.close(descriptor);
    }
  }

  return {
    buffer,
    read(pid) {
      const descriptor = descriptors.get(pid);
      return (descriptor === undefined ? undefined : readHeld(pid, descriptor)) ?? readNew(pid);
    },
    drop(pid) {
      const descriptor = descriptors.get(pid);
      if (descriptor === undefined) return;
      descriptors.delete(pid);
      files.close(descriptor);
    },
    clear() {
      for (const descriptor of descriptors.values()) files.close(descriptor);
      descriptors.clear();
    },
    get held() {
      return descriptors.size;
    },
  };
}

/** A line of stat is some 350 bytes, and at most about 1 100: 49 numbers of up to 20 digits and a name of 64 bytes. */
const STAT_BYTES = 1536;

/** Half of what this process may open, so that the store, sockets and helpers have theirs. */
function descriptorBudget(files: SystemFiles): number {
  try {
    const soft = Number(/^Max open files\s+(\d+)/m.exec(files.text('/proc/self/limits'))?.[1] ?? 0);
    return Math.min(MAX_HELD_DESCRIPTORS, Math.floor(soft / 2));
  } catch (error) {
    swallowed('engine', 'read-own-limits', error);
    return 0;
  }
}
