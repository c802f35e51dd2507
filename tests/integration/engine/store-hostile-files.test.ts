import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { DAY, MINUTE, NOON, SimulatedComputer } from '../../unit/engine/store/simulated-computer.ts';
import { ask, live, storeOf } from './store-setup.ts';

const always = { from: 0, to: NOON + 100 * DAY };

/** What can stand in the place of a file. */
const things: Readonly<Record<string, (file: string, elsewhere: string) => void>> = {
  'a pipe': (file) => void execFileSync('mkfifo', [file]),
  'a folder that is not empty': (file) => {
    mkdirSync(file);
    writeFileSync(path.join(file, 'x'), 'x');
  },
  'a link to a file of somebody': (file, elsewhere) => {
    writeFileSync(elsewhere, 'not ours', { mode: 0o644 });
    symlinkSync(elsewhere, file);
  },
  'a link to nothing': (file, elsewhere) => symlinkSync(elsewhere, file),
  'a link to itself': (file) => symlinkSync(file, file),
  'a link to a device': (file) => symlinkSync('/dev/zero', file),
};
const [pipe = '', folderThing = '', link = ''] = Object.keys(things);
const cases: (readonly [place: string, thing: string])[] = [
  ...Object.keys(things).map((thing) => ['history.duckdb', thing] as const),
  ...[pipe, folderThing, link].map((thing) => ['history.duckdb.wal', thing] as const),
  ...[pipe, folderThing].map((thing) => ['history.next.duckdb', thing] as const),
  ...[pipe, link].map((thing) => ['temp', thing] as const),
];

describe.skipIf(process.platform === 'win32')('in the folder of the history', () => {
  it.each(cases)(
    '%s may be %s: it is left out of the way, nothing waits for it, and nothing is written through it',
    async (place, thing) => {
      const home = temporaryFolder();
      const folder = path.join(home, 'history');
      const elsewhere = path.join(home, 'elsewhere');
      mkdirSync(folder);
      things[thing]?.(path.join(folder, place), elsewhere);
      const before = existsSync(elsewhere) ? statSync(elsewhere).mode : null;
      const computer = new SimulatedComputer();
      const store = await storeOf(computer, folder);
      computer.start('seen');
      await live(computer, store, 3 * MINUTE);
      await store.setExcluded(['other']);
      await store.clear('hour');
      computer.start('seen-later');
      await live(computer, store, 3 * MINUTE);
      const rows = await ask(store, 'process', always, ['name']);
      expect(rows.map((row) => row['name'])).toContain('seen-later');
      expect(await store.status()).toMatchObject({ failure: null });
      expect(lstatSync(path.join(folder, 'history.duckdb')).isFile()).toBe(true);
      expect(existsSync(elsewhere) ? statSync(elsewhere).mode : null).toBe(before);
      if (before !== null) expect(readFileSync(elsewhere, 'utf8')).toBe('not ours');
      await store.clear('all');
      await store.close();
      expect(readdirSync(folder).filter((name) => name.includes('next'))).toEqual([]);
    },
    20_000,
  );

  it.each(['a pipe', 'a link to nothing', 'a link to itself'])(
    'nothing is kept, and that is said, where %s stands in its own place',
    async (thing) => {
      const home = temporaryFolder();
      const folder = path.join(home, 'history');
      things[thing]?.(folder, path.join(home, 'none', 'none'));
      const computer = new SimulatedComputer();
      const store = await storeOf(computer, folder);
      computer.start('seen');
      await live(computer, store, 2 * MINUTE);
      expect((await store.status()).failure).not.toBeNull();
    },
    20_000,
  );
});
