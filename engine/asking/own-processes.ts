import path from 'node:path';
import type { Process } from '../../app/finder/process.ts';

/**
 * Tells which processes are the app's own: main, the engine, and those that they have started from the app's own folder,
 * each by way of others that are. The path of one that is confined cannot be read, and it counts as one of them. A program
 * that the app has opened for somebody, such as a file manager, is none, and nor is what that one starts. Names tell
 * nothing: any program can call itself as it likes.
 * @param roots PIDs of main and of the engine
 */
export function ownProcesses(processes: readonly Process[], roots: readonly number[]): (process: Process) => boolean {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const programs = roots.flatMap((pid) => byPid.get(pid)?.path ?? []);
  const isProgram = ({ path: file }: Process) =>
    file === null || programs.some((program) => file.startsWith(path.dirname(program) + path.sep));
  return (process) => {
    const seen = new Set<number>();
    for (let one: Process | undefined = process; one && !seen.has(one.pid); one = byPid.get(one.parentPid)) {
      if (roots.includes(one.pid)) return true;
      if (!isProgram(one)) return false;
      seen.add(one.pid);
    }
    return false;
  };
}
