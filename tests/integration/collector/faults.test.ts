import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeRecord } from '../../../collector/journal/record.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { describeFaults } from './suites/faults-suite.ts';
import { embeddedBackend } from './support/backends.ts';
import { deliver, journaled, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';
import { storageProcesses } from './support/processes.ts';

describeFaults(embeddedBackend);

describe('a store', () => {
  it('is begun anew and said to be missing; what waits in the journal is loaded', async () => {
    const dataDir = temporaryFolder();
    const first = await startTestCollector({ dataDir });
    await deliver(first.url, someBatch());
    await first.settled();
    await first.close();
    rmSync(path.join(dataDir, 'store'), { recursive: true });
    const waiting = someBatch();
    const segment = path.join(dataDir, 'journal', '000000000009.journal');
    writeFileSync(segment, encodeRecord(journaled(waiting)));

    const again = await startTestCollector({ dataDir });
    await again.settled();
    expect(again.faults).toEqual([expect.stringContaining('the store is missing')]);
    expect(await again.installation(waiting.envelope.installation)).toEqual([waiting]);
    expect(await deliver(again.url, someBatch())).toBe('accepted');
  });
});

it('a storage process that hangs keeps no batch from being received', async () => {
  const collector = await startTestCollector();
  await until(() => storageProcesses().length > 0, 'a storage process runs');
  const [storage] = storageProcesses();
  if (!storage) throw new Error('the storage process has ended');
  process.kill(storage, 'SIGSTOP');
  expect(await deliver(collector.url, someBatch())).toBe('accepted');
  process.kill(storage, 'SIGKILL');
  await collector.settled();
  expect(await collector.overview()).toMatchObject({ sessions: 1, completeness: { received: 1, waiting: 0 } });
});
