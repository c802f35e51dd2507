import { describe, expect, it } from 'vitest';
import type { Process } from '../../../../app/finder/process.ts';
import { endProcess } from '../../../../engine/asking/end-process.ts';

const key = 'aaaaaaaa.4242.100';
const running = { key, pid: 4242, kernel: false } as Process;

function end(
  force: boolean,
  parts: { found?: Process | undefined; now?: string | null; code?: string; own?: boolean } = {},
) {
  const { found = running, now = key, code, own = false } = parts;
  const signals: unknown[] = [];
  const outcome = endProcess(key, force, {
    find: () => ('found' in parts ? parts.found : found),
    identify: () => now,
    isOwn: () => own,
    signal(pid, signal) {
      if (code) throw Object.assign(new Error(code), { code });
      signals.push([pid, signal]);
    },
  });
  return { outcome, signals };
}

describe('ending a process', () => {
  it('asks it to end, and ends it by force only when told to', () => {
    expect(end(false)).toEqual({ outcome: 'asked', signals: [[4242, 'SIGTERM']] });
    expect(end(true)).toEqual({ outcome: 'asked', signals: [[4242, 'SIGKILL']] });
  });

  it('sends nothing to another process that was given the same PID', () => {
    expect(end(true, { now: 'aaaaaaaa.4242.999' })).toEqual({ outcome: 'other-process', signals: [] });
  });

  it('says that one is gone that was never seen, has ended, or ends meanwhile', () => {
    expect(end(false, { found: undefined }).outcome).toBe('gone');
    expect(end(false, { now: null }).outcome).toBe('gone');
    expect(end(false, { code: 'ESRCH' }).outcome).toBe('gone');
  });

  it('ends neither the first process nor a part of the kernel', () => {
    expect(end(true, { found: { ...running, pid: 1 } as Process })).toEqual({ outcome: 'not-endable', signals: [] });
    expect(end(true, { found: { ...running, kernel: true } as Process })).toEqual({
      outcome: 'not-endable',
      signals: [],
    });
  });

  it('ends nothing of the app itself, by force neither', () => {
    expect(end(true, { own: true })).toEqual({ outcome: 'own', signals: [] });
  });

  it('does not say of one that has ended and waits for its parent that it was asked', () => {
    expect(end(true, { found: { ...running, state: 'zombie' } as Process })).toEqual({
      outcome: 'not-endable',
      signals: [],
    });
  });

  it('says what the system refused', () => {
    expect(end(false, { code: 'EPERM' }).outcome).toBe('denied');
    expect(end(false, { code: 'EINVAL' }).outcome).toBe('failed');
  });
});
