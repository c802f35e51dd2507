import { describe, expect, it } from 'vitest';
import { withoutOwnHelpers } from '../../../../engine/sampler/own-helpers.ts';
import { aProcess } from './a-process.ts';

const one = (pid: number, parentPid: number) => aProcess({ pid, parentPid });

describe('helpers of the engine', () => {
  it('are left out with theirs, the engine and the rest of the app are not', () => {
    const processes = [
      one(1, 0),
      one(10, 1),
      one(20, 10),
      one(21, 20),
      one(22, 21),
      one(30, 10),
      one(40, 41),
      one(41, 40),
    ];
    expect(withoutOwnHelpers(processes, 20).map(({ pid }) => pid)).toEqual([1, 10, 20, 30, 40, 41]);
  });

  it('cost nothing where there are none', () => {
    const processes = [one(1, 0), one(20, 1)];
    expect(withoutOwnHelpers(processes, 20)).toBe(processes);
  });
});
