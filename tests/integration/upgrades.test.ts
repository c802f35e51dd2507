import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Overview } from '../../client/core/batch/overview.ts';
import { finderCodec } from '../support/finder-format.ts';
import { enhanced, yes } from '../support/program-fixture.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { send } from './collector/support/batches.ts';
import { fetchOverview } from './collector/support/processes.ts';
import { type Collectors, Installation, Site } from './upgrades/installation.ts';
import { leavesWhatWasKilled, sealsWhatWasKilled } from './upgrades/killed.ts';
import { losesNothing, pairs } from './upgrades/loses-nothing.ts';
import { newerCollector, newest, releases } from './upgrades/release.ts';

/** The rest of releases and collectors is tried in tests/long/upgrades.test.ts. */
const collectors: Collectors = { '1.0': 'collector/cli.ts', newer: newerCollector(suiteFolder()) };

it.each(pairs)('a client of %s loses nothing, and has nothing counted twice, by a collector of %s', (name, version) =>
  losesNothing(name, version, collectors),
);

describe('a session that was killed', () => {
  const later = ['1.0 with one more group'] as const;

  it.each(later)('is sealed by %s', (name) => sealsWhatWasKilled(name, collectors));

  it.each(later)('of %s waits for it when the app is gone back from', (name) => leavesWhatWasKilled(name, collectors));
});

describe('what waits of a later release when the app is gone back from', () => {
  const { '1.0': old, '1.0 with one more group': release } = releases;

  it('is brought down to a lower level that was chosen meanwhile, by the release that can read it', async () => {
    const site = new Site(collectors);
    await site.run('newer');
    const app = new Installation(site);
    (await app.begin(release)).decide(enhanced);
    await app.session(release);
    (await app.begin(old)).decide(yes);
    app.isOnline = true;
    await app.session(release);
    expect(app.waiting).toEqual([3, 4]);
    await app.session(release);
    expect(app.waiting).toEqual([]);
    await expect.poll(() => fetchOverview<Overview>(site.running), { timeout: 20_000 }).toMatchObject({ sessions: 8 });
    const held = await app.held();
    expect(held.map(({ envelope, organisation }) => [envelope.level, organisation])).toEqual(
      held.map(() => ['standard', {}]),
    );
    expect(held.filter((batch) => 'panes' in batch && (batch.panes as object[]).length === 1)).toHaveLength(4);
  });

  it('is deleted with an erasure, because nobody can say whose it is', async () => {
    const site = new Site(collectors);
    await site.run('1.0');
    const app = new Installation(site);
    await app.session(release);
    app.isOnline = true;
    await app.session(old);
    expect(app.waiting).toEqual([2]);
    const program = await app.begin(old);
    expect(await program.userData.erase()).toEqual({ status: 'erased', batches: 2 });
    expect(app.waiting).toEqual([]);
  });
});

describe('the bytes that 1.0 wrote', () => {
  it.each(['batch-1', 'batch-1-enhanced'])(
    'are read by the newest release, and taken by its collector: %s',
    async (name) => {
      const hex = readFileSync(path.join(import.meta.dirname, `../fixtures/${name}.cbor.hex`), 'utf8');
      const bytes = brotliCompressSync(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex'));
      const before = finderCodec.decode(bytes);
      if (!before.ok) throw new Error(before.problem.path);
      const { batch } = before;
      expect(newest.codec.decode(bytes)).toEqual({
        ok: true,
        batch: { ...batch, context: { ...batch.context, scaling: 100 }, panes: [] },
      });
      const site = new Site(collectors);
      await site.run('newer');
      const receipts = [await send(site.running.url, bytes), await send(site.running.url, bytes)];
      expect(receipts.map(({ body }) => body)).toEqual([
        { batch: batch.envelope.batch, status: 'accepted' },
        { batch: batch.envelope.batch, status: 'duplicate' },
      ]);
    },
  );
});
