import type { Process } from '../../../../app/finder/process.ts';

/** A process of the person's own, as far as a test says nothing else. */
export function aProcess(parts: Partial<Process> = {}): Process {
  const pid = parts.pid ?? 4242;
  return {
    key: `boot0001.${pid}.1000`,
    pid,
    parentPid: 1,
    parentKey: 'boot0001.1.1',
    parentName: 'systemd',
    name: 'bash',
    user: 'marta',
    mine: true,
    kernel: false,
    cpu: 0,
    memory: 0,
    threads: 1,
    state: 'sleeping',
    started: Date.UTC(2026, 0, 31, 8, 0),
    path: '/usr/bin/bash',
    deleted: false,
    commandLine: '',
    unit: '',
    app: '',
    read: null,
    written: null,
    exit: null,
    ...parts,
  } as Process;
}
