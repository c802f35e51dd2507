import { swallowed } from 'candor-client/core';
import { roundRate } from '../round-rate.ts';
import { readOnce, type SystemFiles } from './system-files.ts';

/** What a process has read from and written to disks; see proc_pid_io(5). */
export interface ProcessIo {
  /** Bytes since it began. */
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** When that was so, monotonic milliseconds. */
  readonly at: number;
  /** Bytes a second since the reading before; `null` at the first. */
  readonly read: number | null;
  readonly written: number | null;
}

/**
 * Reads /proc/PID/io, which only the owner and the administrator may; `null` where it may not be read.
 * @param before its reading before, if a rate can be made of the two
 */
export type ReadIo = (pid: number, at: number, before: ProcessIo | null) => ProcessIo | null;

export function createIoReader(files: SystemFiles): ReadIo {
  const buffer = new Uint8Array(IO_BYTES);
  return (pid, at, before) => {
    const counters = counted(files, pid, buffer);
    if (!counters) return null;
    const [readBytes, writtenBytes] = counters;
    const seconds = before === null ? 0 : (at - before.at) / 1000;
    if (before === null || seconds <= 0) return { readBytes, writtenBytes, at, read: null, written: null };
    return {
      readBytes,
      writtenBytes,
      at,
      read: roundRate((readBytes - before.readBytes) / seconds),
      written: roundRate((writtenBytes - before.writtenBytes) / seconds),
    };
  };
}

const IO_BYTES = 512;

function counted(files: SystemFiles, pid: number, buffer: Uint8Array): [read: number, written: number] | null {
  try {
    const text = decoder.decode(buffer.subarray(0, readOnce(files, `/proc/${pid}/io`, buffer)));
    const [, read, written] = /^read_bytes: (\d+)\nwrite_bytes: (\d+)$/m.exec(text) ?? [];
    return read === undefined || written === undefined ? null : [Number(read), Number(written)];
  } catch (error) {
    swallowed('engine', 'read-process-io', error);
    return null;
  }
}

const decoder = new TextDecoder();
