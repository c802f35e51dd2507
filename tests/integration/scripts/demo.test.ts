import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DemoOptions, fill, isFilled, markFilled } from '../../../scripts/demo/fill.ts';
import { DAYS } from '../../../scripts/demo/story.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openStorage } from '../collector/support/storages.ts';

const TODAY = 20_800;

const optionsOf = (dataDir: string): DemoOptions => ({
  dataDir,
  today: TODAY,
  scale: 0.01,
  onFault: (message) => expect.unreachable(message),
});

describe('the store of the demo', () => {
  it('has each session on its day, once, however often it is filled', async () => {
    const options = optionsOf(path.join(temporaryFolder(), 'demo'));
    expect(isFilled(options)).toBe(false);
    await fill(options);
    const count = await fill(options);
    expect(isFilled(options)).toBe(false);
    markFilled(options);
    expect(isFilled(options)).toBe(true);
    expect(isFilled({ ...options, today: TODAY + 1 })).toBe(false);
    const storage = await openStorage(path.join(options.dataDir, 'store'));
    const rows = await storage.query(
      `SELECT toUInt32(count()) AS count, toUInt16(max(received)) <= {last:UInt16} AS isPast,
         toUInt16(min(received)) >= {first:UInt16} AS isRecent
       FROM candor.batches`,
      { last: TODAY - 1, first: TODAY - DAYS },
    );
    expect(rows).toEqual([{ count, isPast: 1, isRecent: 1 }]);
  });

  it('is never made where another store is', async () => {
    const dataDir = temporaryFolder();
    const store = path.join(dataDir, 'store');
    mkdirSync(store);
    await expect(fill(optionsOf(dataDir))).rejects.toThrow('is no folder of a demo');
    expect(existsSync(store)).toBe(true);
  });
});
