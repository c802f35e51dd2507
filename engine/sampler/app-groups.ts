import { valuedOptions } from '../../app/finder/interpreters.ts';
import type { Process } from '../../app/finder/process.ts';
import type { Unit } from '../../app/finder/unit.ts';
import { roundRate } from './round-rate.ts';

/** Programs that run others from a file: the file is what people know. */
const interpreters =
  /^(?:python[\d.]*|pypy[\d.]*|node(?:js)?|deno|bun|ruby[\d.]*|perl[\d.]*|php[\d.]*|java|bash|dash|sh|zsh|lua[\d.]*|Rscript|electron)(?:\.exe)?$/i;

const descriptors = /^\/(?:dev|proc\/(?:self|\d+))\/(?:fd\/\d+|stdin)$/;

type Program = Pick<Process, 'name' | 'path' | 'commandLine'>;

/** The name under which processes outside of every app and unit are summed: the script of an interpreter, or the program. */
export function programTitle({ name, path, commandLine }: Program): string {
  if (!interpreters.test(name) || !interpreters.test(path === null ? name : lastPart(path))) return name;
  const words = commandLine.split(' ').slice(1);
  // `-c` and `-e` are followed by a program's text, which is no name.
  if (words.some((word) => word === '-c' || word === '-e' || word === '--eval')) return name;
  const valued = valuedOptions(name);
  const isScript = (word: string, at: number) => !word.startsWith('-') && !valued.has(words[at - 1] ?? '');
  const script = words[0] === '-m' ? words[1] : words.find(isScript);
  // What is read from a descriptor has its number for a name.
  if (script === undefined || descriptors.test(script)) return name;
  return lastPart(script) || name;
}

/** Key of the group that a process outside of every unit is summed up in; empty for a thread of the kernel. */
export function groupKey(process: Program & Pick<Process, 'app' | 'kernel'>): string {
  return process.kernel ? '' : `app:${process.app || programTitle(process)}`;
}

function lastPart(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** Sums over processes. */
export interface Sums {
  readonly processes: number;
  readonly user: string;
  readonly cpu: number;
  readonly memory: number;
  /** `null` when it is not known of any of them. */
  readonly read: number | null;
  readonly written: number | null;
  readonly since: number;
}

/** What processes use together. Memory that several of them share counts in each. */
export function sumsOf(members: readonly Process[]): Sums {
  let cpu = 0;
  let memory = 0;
  let read: number | null = null;
  let written: number | null = null;
  let oldest: Process | undefined;
  for (const process of members) {
    cpu += process.cpu;
    memory += process.memory;
    if (process.read !== null) read = (read ?? 0) + process.read;
    if (process.written !== null) written = (written ?? 0) + process.written;
    if (process.started > 0 && (oldest === undefined || process.started < oldest.started)) oldest = process;
  }
  return {
    processes: members.length,
    user: (oldest ?? members[0])?.user ?? '',
    cpu: Math.round(cpu * 10) / 10,
    memory,
    read: read === null ? null : roundRate(read),
    written: written === null ? null : roundRate(written),
    since: oldest?.started ?? 0,
  };
}

/** Processes without a unit of their own, put together by the app or program that people know. Kernel threads are none. */
export function appGroups(processes: readonly Process[]): Unit[] {
  const groups = new Map<string, Process[]>();
  for (const process of processes) {
    const key = groupKey(process);
    const group = groups.get(key);
    if (group) group.push(process);
    else if (key !== '') groups.set(key, [process]);
  }
  return [...groups].map(([key, members]) => ({
    ...sumsOf(members),
    key,
    name: key.slice('app:'.length),
    kind: members.some(({ app }) => app !== '') ? 'app' : 'other',
    cpuPressure: null,
    memoryPressure: null,
    ioPressure: null,
  }));
}
