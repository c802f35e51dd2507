import type { Process } from '../../../../app/finder/process.ts';

/** A process as a reader lists it. */
export function aProcess(of: Partial<Process> & { readonly pid: number }): Process {
  return {
    key: `0a1b2c3d.${of.pid}.100`,
    parentPid: 1,
    parentKey: null,
    parentName: '',
    name: 'a',
    user: 'anna',
    mine: true,
    kernel: false,
    cpu: 0,
    memory: 0,
    threads: 1,
    state: 'sleeping',
    started: 0,
    path: null,
    deleted: false,
    commandLine: '',
    unit: '',
    app: '',
    read: null,
    written: null,
    exit: null,
    ...of,
  };
}
