import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCli, storageProcesses } from './support/processes.ts';

describe('a collector that starts', () => {
  it('loads the engine in its storage process alone', async () => {
    const { pid } = await runCli(temporaryFolder());
    const [storage = 0] = storageProcesses(pid);
    expect(hasEngine(storage)).toBe(true);
    expect(hasEngine(pid)).toBe(false);
  });
});

/** Whether a process has the engine's library in its memory. */
function hasEngine(pid: number): boolean {
  return readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libchdb');
}
