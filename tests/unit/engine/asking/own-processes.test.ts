import { describe, expect, it } from 'vitest';
import type { Process } from '../../../../app/finder/process.ts';
import { ownProcesses } from '../../../../engine/asking/own-processes.ts';

const PROGRAM = '/opt/Candor Finder/candor-finder';
const processes = [
  [10, 1, '/usr/bin/bash'],
  [20, 10, PROGRAM],
  [21, 20, PROGRAM],
  [22, 21, null],
  [23, 21, PROGRAM],
  [24, 20, '/opt/Candor Finder/chrome_crashpad_handler'],
  [30, 20, '/usr/bin/nautilus'],
  [31, 30, null],
  [32, 30, PROGRAM],
  [40, 10, PROGRAM],
  [50, 20, '/opt/Candor Finder2/other'],
  [60, 61, null],
  [61, 60, null],
].map(([pid, parentPid, path]) => ({ pid, parentPid, path, app: 'Candor Finder' }) as Process);
const own = (pids: readonly number[]) => processes.filter(ownProcesses(processes, pids)).map(({ pid }) => pid);

describe('what belongs to the app', () => {
  it('is main, the engine, and what they have started of the app, a confined page among it', () => {
    expect(own([20, 23])).toEqual([20, 21, 22, 23, 24]);
  });

  it('is nothing else, whatever it calls itself: not the shell before it, what it has opened, nor a second Finder', () => {
    expect(own([20, 23])).not.toEqual(expect.arrayContaining([10]));
    for (const pid of [10, 30, 31, 32, 40, 50, 60, 61]) expect(own([20, 23])).not.toContain(pid);
  });

  it('is main and the engine although their own files cannot be read', () => {
    const unread = processes.map((process) => ({ ...process, path: null }) as Process);
    expect(unread.filter(ownProcesses(unread, [20, 23])).map(({ pid }) => pid)).toContain(20);
  });
});
