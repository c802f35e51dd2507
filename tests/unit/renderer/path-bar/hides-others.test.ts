import { describe, expect, it } from 'vitest';
import { hidesOthers } from '../../../../renderer/path-bar/notes.tsx';

const rows = (...pids: number[]) => pids.map((pid) => ({ key: String(pid), pid }));

describe('a list without what other accounts run', () => {
  it('is told by the first process, which hidepid keeps from an account as well', () => {
    expect(hidesOthers(rows(4242, 4300), 'linux')).toBe(true);
    expect(hidesOthers(rows(1, 4242), 'linux')).toBe(false);
  });

  it('is none before it was read, nor where no process has that number', () => {
    expect(hidesOthers([], 'linux')).toBe(false);
    expect(hidesOthers(rows(4, 88), 'win32')).toBe(false);
  });
});
