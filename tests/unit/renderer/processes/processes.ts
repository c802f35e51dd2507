import type { Process } from '../../../../app/finder/process.ts';

/** A process that differs from a plain one in what a test is about. */
export function aProcess(of: Partial<Process> = {}): Process {
  return {
    pid: 100,
    parentPid: 1,
    name: 'bash',
    user: 'marta',
    cpu: 0,
    memory: 4_000_000,
    threads: 1,
    state: 'sleeping',
    started: 1_700_000_000_000,
    path: '/usr/bin/bash',
    commandLine: 'bash',
    ...of,
  };
}
