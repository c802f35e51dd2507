import { expect, it } from 'vitest';
import type { Process } from '../../../../app/finder/process.ts';
import { withoutOwnHelpers } from '../../../../engine/sampler/reader.ts';

const one = (pid: number, parentPid: number): Process => ({
  pid,
  parentPid,
  name: 'a',
  user: '',
  cpu: 0,
  memory: 0,
  threads: 1,
  state: 'sleeping',
  started: 0,
  path: null,
  commandLine: '',
});

it("leaves out the engine's helpers and theirs, not the engine and not the rest of the app", () => {
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
