import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { embeddedBackend } from './support/backends.ts';
import { deliver, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { runCli, runCollector, storageProcesses } from './support/processes.ts';

/** A folder with the batches stored, and no collector. */
async function folderWith(...batches: ReturnType<typeof someBatch>[]): Promise<string> {
  const collector = await startTestCollector();
  for (const batch of batches) await deliver(collector.url, batch);
  await collector.settled();
  await collector.close();
  return collector.dataDir;
}

describe('a collector that starts', () => {
  it('loads the engine in its storage process alone', async () => {
    const { pid } = await runCli(temporaryFolder());
    const [storage = 0] = storageProcesses(pid);
    expect(hasEngine(storage)).toBe(true);
    expect(hasEngine(pid)).toBe(false);
  });

  it('waits for the storage process of one that was killed, which is still at work', async () => {
    const dataDir = await folderWith(someBatch());
    const left = await embeddedBackend.openStorage(path.join(dataDir, 'store'));
    const starting = startTestCollector({ dataDir });
    // Longer than anybody but such a process has it: each try takes a process, after pauses that double.
    const tried = new Set<number>();
    await until(() => {
      for (const pid of storageProcesses()) tried.add(pid);
      return tried.size > 4;
    }, 'it has tried again and again');
    await left.close();
    expect(await (await starting).overview()).toMatchObject({ sessions: 1 });
  });

  it('is ready before it has read what is stored, and says meanwhile of no batch that it is new', async () => {
    const stored = someBatch();
    const dataDir = await folderWith(stored);
    let read = () => {};
    const reading = new Promise<void>((resolve) => {
      read = resolve;
    });
    const { url } = await startTestCollector({ dataDir, seams: { beforeKnown: () => reading } });
    const answers = [stored, someBatch()].map((batch) => deliver(url, batch));
    const first = Promise.race([...answers, fetch(new URL('/readyz', url)).then(({ status }) => status)]);
    expect(await first).toBe(200);
    read();
    expect(await Promise.all(answers)).toEqual(['duplicate', 'accepted']);
  });

  it('knows what is stored although its storage dies while it is read', async () => {
    const stored = someBatch();
    const dataDir = await folderWith(stored);
    let reads = 0;
    const beforeKnown = () => {
      if (reads++ === 0) for (const pid of storageProcesses()) process.kill(pid, 'SIGKILL');
    };
    const { url, faults } = await startTestCollector({ dataDir, seams: { beforeKnown } });
    expect(await deliver(url, stored)).toBe('duplicate');
    expect(faults.join()).toContain('ended with SIGKILL');
  });

  it('and is killed before it knows what is stored has lost nothing, and knows it at the next start', async () => {
    const stored = someBatch();
    const dataDir = await folderWith(stored);
    const dying = runCollector(['tests/integration/collector/support/dying-collector.ts', dataDir, 'before-known']);
    await expect(dying).rejects.toThrow('SIGKILL');
    const { url, overview } = await startTestCollector({ dataDir });
    expect(await deliver(url, stored)).toBe('duplicate');
    expect(await overview()).toMatchObject({ sessions: 1, completeness: { received: 1, waiting: 0 } });
  });
});

/** Whether a process has the engine's library in its memory. */
function hasEngine(pid: number): boolean {
  return readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libchdb');
}
