import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ownFolder } from '../../../collector/folder-owner.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const OWNER = path.resolve('collector/folder-owner.ts');

it('a folder is one owner’s at a time, and another’s when it is released', async () => {
  const folder = temporaryFolder();
  const first = await ownFolder(folder);
  await expect(ownFolder(folder)).rejects.toThrow(`another collector uses ${folder}`);
  await first.release();
  const second = await ownFolder(folder);
  await second.release();
});

it('a folder whose owner was killed is free, and of two that want it one gets it', async () => {
  const folder = temporaryFolder();
  const script = `import { ownFolder } from ${JSON.stringify(OWNER)}; await ownFolder(${JSON.stringify(folder)});
    console.log('owned'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  await expect(ownFolder(folder)).rejects.toThrow('another collector uses');
  child.kill('SIGKILL');
  await once(child, 'close');
  const wanting = await Promise.allSettled([ownFolder(folder), ownFolder(folder)]);
  expect(wanting.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  for (const one of wanting) if (one.status === 'fulfilled') await one.value.release();
});
