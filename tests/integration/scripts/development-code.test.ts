import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { LINK_PATH, SECRET_HEADER, SERVER_VARIABLE } from '../../../app/development.ts';
import { runCommand } from '../../../scripts/lib/run-command.ts';
import { forbiddenContent } from '../../../scripts/packaging/contents.ts';
import main from '../../../vite.main.config.ts';
import { copyProject } from '../../support/project-copy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** What only the development build has: words of its agreement with the server, names of its functions and classes, its file. */
const words = [
  SERVER_VARIABLE,
  SECRET_HEADER,
  LINK_PATH,
  'openDevelopment',
  'followServer',
  'serveFromServer',
  'KeptWindows',
  'dev-windows.json',
  'connect-src',
  'ws://',
];

/** The bundles of the main process as one text; `define` as the build of that kind says. */
async function bundle(define?: Record<string, string>): Promise<string> {
  const result = await build({
    ...main,
    configFile: false,
    logLevel: 'error',
    root: path.resolve(import.meta.dirname, '../../..'),
    define: { ...main.define, ...define },
    build: { ...main.build, write: false },
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n');
}

describe('code for development', () => {
  it('is in no production build', async () => {
    const text = await bundle();
    expect(text).toContain('registerAppScheme');
    expect(words.filter((word) => text.includes(word))).toEqual([]);
  });

  it('would be seen there, and packaging would refuse it', async () => {
    const text = await bundle({ __DEV__: 'true' });
    expect(words.filter((word) => !text.includes(word))).toEqual([]);
    expect(forbiddenContent(text, [])).toContain('code of the development build');
  });
});

it('a production build holds no development code of packages, whatever NODE_ENV says', async () => {
  const folder = temporaryFolder();
  copyProject(folder);
  const env = { ...process.env, NODE_ENV: 'development' };
  const { code, stderr } = await runCommand(process.execPath, ['scripts/build.ts'], { cwd: folder, env });
  expect([code, stderr]).toEqual([0, '']);
  const assets = path.join(folder, 'out/renderer/assets');
  const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(0);
  for (const name of scripts) {
    expect(readFileSync(path.join(assets, name), 'utf8')).not.toContain('Download the React DevTools');
  }
});
