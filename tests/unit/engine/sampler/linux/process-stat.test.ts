import { describe, expect, it } from 'vitest';
import { splitArguments } from '../../../../../engine/sampler/linux/process-details.ts';
import {
  emptyStat,
  exitCode,
  isKernelThread,
  parseProcessStat,
  waitStatusOf,
} from '../../../../../engine/sampler/linux/process-stat.ts';
import { statLine as stat } from './stat-line.ts';

function parse(text: string) {
  const bytes = new TextEncoder().encode(text);
  // What was read before stands behind the line: it is no part of it.
  const buffer = Uint8Array.from([...bytes, ...new TextEncoder().encode(') S 9 9 9 9 9 9 9 9 9')]);
  const into = emptyStat();
  if (!parseProcessStat(buffer, bytes.length, into)) return undefined;
  const { nameStart, nameEnd, ...rest } = into;
  return { ...rest, name: new TextDecoder().decode(buffer.subarray(nameStart, nameEnd)) };
}

describe('a line of /proc/PID/stat', () => {
  it('is read', () => {
    expect(parse(stat('bash'))).toEqual({
      pid: 42,
      name: 'bash',
      state: 'sleeping',
      parentPid: 1,
      flags: 4_194_560,
      cpuTicks: 150,
      threads: 3,
      startTicks: 12_345,
      residentPages: 250,
    });
  });

  it.each(['a b', 'a) S 9', '((sd-pam))', '', ') (', 'tmux: server', 'x'.repeat(15), 'a\nb'])(
    'holds the name "%s"',
    (name) => {
      expect(parse(stat(name))).toMatchObject({ name, parentPid: 1, startTicks: 12_345 });
    },
  );

  it.each([
    ['R', 'running'],
    ['S', 'sleeping'],
    ['D', 'waiting'],
    ['T', 'stopped'],
    ['t', 'stopped'],
    ['Z', 'zombie'],
    ['I', 'idle'],
    ['X', 'unknown'],
  ])('tells the state %s as %s', (state, expected) => {
    expect(parse(stat('a', { state }))?.state).toBe(expected);
  });

  it.each([
    ['exit 0', 0, 0],
    ['exit 3', 3 << 8, 3],
    ['exit 255', 255 << 8, 255],
    ['a signal, as shells count it', 9, 137],
    ['a signal with a core file', 11 | 0x80, 139],
  ])('tells %s', (_, status, code) => {
    const bytes = new TextEncoder().encode(stat('a) 7 (b', { state: 'Z', status }));
    const told = waitStatusOf(bytes, bytes.length);
    expect(told).toBe(status);
    expect(exitCode(told ?? -1)).toBe(code);
  });

  it('tells no exit status where it has none', () => {
    const old = new TextEncoder().encode('42 (a) Z 1 1 1 0\n');
    expect(waitStatusOf(old, old.length)).toBeNull();
  });

  it('tells threads of the kernel by their flag', () => {
    expect(isKernelThread({ flags: 0x0020_8040 })).toBe(true);
    expect(isKernelThread({ flags: 4_194_560 })).toBe(false);
  });

  it.each(['', 'nonsense', '42 (a', '42 (a)', '42 (a) S 1', '42 (a) S 1  2', 'x (a) S 1 1 1', '(a) S 1'])(
    'is refused when it is "%s"',
    (text) => {
      expect(parse(text)).toBeUndefined();
    },
  );

  it('is refused wherever it is cut before its last figure', () => {
    const whole = stat('a');
    const needed = whole.indexOf(' 250 ') + 4;
    for (let length = 0; length < needed - 3; length += 1)
      expect(parse(whole.slice(0, length)), `${length}`).toBeUndefined();
    expect(parse(whole.slice(0, needed))).toBeDefined();
  });
});

describe('arguments', () => {
  it('end with a NUL each', () => {
    expect(splitArguments('a\0b c\0\0d\0')).toEqual(['a', 'b c', '', 'd']);
    expect(splitArguments('nginx: worker process\0\0\0\0')).toEqual(['nginx: worker process']);
    expect(splitArguments('')).toEqual([]);
  });
});
