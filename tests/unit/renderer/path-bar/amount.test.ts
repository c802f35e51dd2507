import { describe, expect, it } from 'vitest';
import { amount } from '../../../../renderer/path-bar/freshness.tsx';
import type { Result } from '../../../../renderer/state/results.ts';

const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ key: String(at) }));
const said = (shown: number, kernel: number, total = 21) =>
  amount({ type: 'process', mode: 'live', rows: rows(shown), total, kernel, columns: null } as unknown as Result);

describe('how much is shown', () => {
  it('is of as many processes as the sidebar says, with threads of the kernel told apart', () => {
    expect(said(21, 0)).toBe('21 processes');
    expect(said(0, 0)).toBe('0 of 21 processes');
    expect(said(43, 40)).toBe('3 of 21 processes, 40 kernel threads');
    expect(said(61, 40)).toBe('21 processes, 40 kernel threads');
    expect(said(1, 1)).toBe('1 kernel thread');
  });
});
