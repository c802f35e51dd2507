import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { STATE_BYTES } from '../../../../collector/limits.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import { StateUnavailable } from '../../../../collector/state/shared-state.ts';
import { makePipe, sparseFile } from '../../../support/hostile-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { describeSharedState } from './shared-state-contract.ts';

function dataFolder() {
  const directory = path.join(temporaryFolder(), 'state');
  const file = path.join(directory, 'token.jsonl');
  const faults: string[] = [];
  let time = 0;
  const another = () => new FileState({ directory, onFault: (message) => faults.push(message), clock: () => time });
  const later = () => {
    time += 1000;
  };
  return { directory, file, faults, another, later };
}

describeSharedState('files', async () => dataFolder());

describe('the files of the shared state', () => {
  it('are for their owner alone, and none before something is written', async () => {
    const { directory, file, another } = dataFolder();
    const state = another();
    await state.all('token');
    expect(() => statSync(directory)).toThrow('ENOENT');
    await state.put('token', 'a', 1);
    expect([directory, file].map((place) => statSync(place).mode & 0o777)).toEqual([0o700, 0o600]);
  });

  it('are looked at once a second', async () => {
    const { file, another, later } = dataFolder();
    const state = another();
    await state.put('token', 'a', 1);
    await another().put('token', 'b', 2);
    expect([...(await state.all('token')).keys()]).toEqual(['a']);
    later();
    expect([...(await state.all('token')).keys()]).toEqual(['a', 'b']);
    expect(readFileSync(file, 'utf8').trim().split(/\n+/)).toHaveLength(3);
  });

  it('lose no record to one that a crash cut off', async () => {
    const { file, faults, another } = dataFolder();
    await another().put('token', 'a', 1);
    await another().put('token', 'b', 2);
    truncateSync(file, statSync(file).size - 3);
    expect([...(await another().all('token')).keys()]).toEqual(['a']);
    expect(faults).toEqual([]);
    await another().put('token', 'c', 3);
    expect([...(await another().all('token')).keys()]).toEqual(['a', 'c']);
    expect(faults.at(-1)).toMatch(/token\.jsonl has 1 damaged lines/);
  });

  it.each(['{"id":7,"value":1}', '[]', 'null', 'nonsense', '{"id":"","value":1}', '{"value":1}', '\u0000\u0000'])(
    'pass over a line that is no change: %s',
    async (line) => {
      const { file, faults, another } = dataFolder();
      await another().put('token', 'a', 1);
      appendFileSync(file, `${line}\n{"id":"b","value":2}\n`);
      expect(await another().all('token')).toEqual(
        new Map([
          ['a', 1],
          ['b', 2],
        ]),
      );
      expect(faults).toHaveLength(1);
    },
  );

  it('are written anew when most of them is over, and whoever has read them before sees the same', async () => {
    const { file, another, later } = dataFolder();
    const [writer, reader] = [another(), another()];
    const long = 'x'.repeat(20_000);
    await writer.put('token', 'kept', 1);
    await reader.all('token');
    for (let times = 0; times < 15; times++) await writer.put('token', 'often', `${long}${times}`);
    expect(statSync(file).size).toBeLessThan(STATE_BYTES.compact / 2);
    await writer.put('token', 'late', 3);
    later();
    const all = await reader.all('token');
    expect([...all.keys()].sort()).toEqual(['kept', 'late', 'often']);
    expect(all.get('often')).toBe(`${long}14`);
    expect(await another().all('token')).toEqual(all);
  });

  it('that somebody made without a head are read, and have one after the next change', async () => {
    const { directory, file, another } = dataFolder();
    mkdirSync(directory);
    writeFileSync(file, '{"id":"a","value":1}\n');
    const state = another();
    expect(await state.all('token')).toEqual(new Map([['a', 1]]));
    await state.put('token', 'b', 2);
    expect([...(await another().all('token')).keys()]).toEqual(['a', 'b']);
    expect(readFileSync(file, 'utf8')).toMatch(/^\{"file":"/);
  });

  it.each([
    ['a pipe', makePipe],
    ['a link', (at: string) => symlinkSync('/etc/hostname', at)],
    ['a file larger than any of ours', (at: string) => sparseFile(at, STATE_BYTES.most + 1)],
  ])('that are %s are not waited for, read nor written', async (_what, plant) => {
    const { directory, file, another } = dataFolder();
    mkdirSync(directory);
    plant(file);
    await expect(another().all('token')).rejects.toThrow(StateUnavailable);
    await expect(another().put('token', 'a', 1)).rejects.toThrow(StateUnavailable);
  });

  it('that cannot be read any more leave what was read of them before in force, which is said', async () => {
    const { file, faults, another, later } = dataFolder();
    const state = another();
    await state.put('token', 'a', 1);
    makePipe(file);
    later();
    expect(await state.all('token')).toEqual(new Map([['a', 1]]));
    expect(faults).toEqual([expect.stringContaining('what was read of tokens before stands in')]);
  });

  it('that are gone hold no records', async () => {
    const { directory, another, later } = dataFolder();
    const state = another();
    await state.put('token', 'a', 1);
    rmSync(directory, { recursive: true });
    later();
    expect(await state.all('token')).toEqual(new Map());
    await state.put('token', 'b', 1);
    expect([...(await another().all('token')).keys()]).toEqual(['b']);
  });
});
