import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createAppBuild } from '../../../scripts/dev/app-build.ts';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';

it('a development build has all that the app is started from, and leaves alone what an app may be reading', async () => {
  const folder = temporaryFolder();
  const faults: string[] = [];
  const app = createAppBuild(folder, (fault) => faults.push(fault));
  expect(await app.build()).toBe('changed');
  expect(filesBelow(folder)).toEqual(
    expect.arrayContaining(['main/finder-engine.js', 'main/index.js', 'main/index.js.map', 'preload/index.cjs']),
  );
  const states = () =>
    filesBelow(folder).map((file) => {
      const { ino, mtimeNs } = statSync(path.join(folder, file), { bigint: true });
      return { file, ino, mtimeNs };
    });
  const before = states();
  expect(await app.build()).toBe('same');
  expect(states()).toEqual(before);
  expect(readdirSync(path.join(folder, 'main')).filter((name) => name.endsWith('.new'))).toEqual([]);
  expect(readFileSync(path.join(folder, 'main/index.js'), 'utf8')).toContain('sourceMappingURL=index.js.map');
  expect(faults).toEqual([]);
});
