import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { SourceMaps } from '../../../collector/sourcemaps/source-maps.ts';
import { openState } from '../../../collector/state/open-state.ts';
import { PublishedSuggestions } from '../../../collector/suggestions/published.ts';
import { type DemoOptions, demoManifests, fill, isFilled, markFilled } from '../../../scripts/demo/fill.ts';
import { DAYS, stories } from '../../../scripts/demo/story.ts';
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

  it('has suggestions of both products, and the source of every place where an error comes from', async () => {
    const options = optionsOf(path.join(temporaryFolder(), 'demo'));
    await fill(options);
    // Another day of the demo takes the place of the one before.
    await fill({ ...options, today: TODAY + 1 });
    const { state, close } = await openState(options);
    const published = await new PublishedSuggestions(state).rules(demoManifests);
    await close();
    expect(published.map(({ product, rules }) => [product, rules.length])).toEqual([
      ['candor-finder', 4],
      ['candor-notes', 1],
    ]);
    expect(existsSync(path.join(options.dataDir, 'rules.key'))).toBe(false);
    const maps = new SourceMaps(options.dataDir);
    for (const { product, releases } of stories) {
      for (const { version, mistakes } of releases) {
        for (const { file, line, column, source } of mistakes)
          expect(await maps.find({ product: product.id, version, file, line, column })).toEqual(source);
      }
    }
  });

  it('is never made where another store is', async () => {
    const dataDir = temporaryFolder();
    const store = path.join(dataDir, 'store');
    mkdirSync(store);
    await expect(fill(optionsOf(dataDir))).rejects.toThrow('is no folder of a demo');
    expect(existsSync(store)).toBe(true);
  });
});
