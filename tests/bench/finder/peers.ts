import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { program } from '../../../scripts/electron/system-libraries.ts';
import { say } from '../../../scripts/lib/say.ts';
import { descendantsOf } from '../app/process-memory.ts';
import { coreShare, processCount } from './processor-time.ts';
import { swallow } from './swallow.ts';

/** Other programs that list processes, each looking every 2 s, in a terminal where it wants one. */
const peers = [
  { name: 'top', command: 'top -d 2' },
  { name: 'htop', command: 'htop -d 20' },
  { name: 'btop', command: 'btop --utf-force' },
  { name: 'atop', command: 'atop 2' },
] as const;

const WARM_UP_MS = 4000;

/** How often a peer looks, and looks that may lie outside of the time that is measured, or come late on a busy computer. */
const CADENCE_MS = 2000;
const MISSED_LOOKS = 2;

/**
 * Percent of one core that each peer takes while it shows the processes of this computer; `undefined` for one that is not
 * installed, or did not read something of every process at each look, which is said: a figure of it would mean nothing.
 */
export async function peersCost(milliseconds: number): Promise<ReadonlyMap<string, number | undefined>> {
  const costs = new Map<string, number | undefined>();
  for (const { name, command } of peers) {
    if ((await program(name, name).missing()).length > 0) {
      say(`${name} is NOT MEASURED: it is not installed here`);
      costs.set(name, undefined);
      continue;
    }
    // script(1) gives the program a terminal.
    const terminal = spawn('script', ['-qfc', `stty rows 50 cols 160; exec ${command}`, '/dev/null'], {
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { ...process.env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' },
    });
    const { pid } = terminal;
    if (pid === undefined) throw new Error(`${name} could not be started`);
    try {
      await delay(WARM_UP_MS);
      const own = () => descendantsOf(pid).filter((one) => nameOf(one) === name);
      if (own().length === 0) throw new Error(`${name} does not run`);
      const before = readsOf(own());
      const share = await coreShare(own, milliseconds);
      const reads = readsOf(own()) - before;
      const looked = reads >= (milliseconds / CADENCE_MS - MISSED_LOOKS) * processCount();
      if (!looked) say(`${name} is NOT MEASURED: with ${reads} reads it did not look at all processes every 2 s`);
      costs.set(name, looked ? share : undefined);
    } finally {
      // A terminal whose program is gone ends by itself.
      for (const one of descendantsOf(pid).reverse()) swallow(() => process.kill(one, 'SIGKILL'), false);
    }
  }
  return costs;
}

function nameOf(pid: number): string {
  return swallow(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), '');
}

/** Reads that processes have made so far, of files of any kind. */
function readsOf(pids: readonly number[]): number {
  const reads = (pid: number) => /^syscr: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1];
  return pids.reduce((sum, pid) => sum + Number(swallow(() => reads(pid), undefined) ?? 0), 0);
}
