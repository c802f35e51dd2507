import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import type { Runtime } from '../app/bench-app.ts';
import type { ElectronFigures } from './electron-figures.ts';

/** Not committed, and inside the project, so that the bundler finds what the sources import. */
const OUT = path.join(projectRoot, '.cache/bench/electron');

/** Runs the client core inside Electron, uploading to `collector`. @throws when it fails there. */
export async function measureInElectron(runtime: Runtime, collector: string): Promise<ElectronFigures> {
  await buildBench();
  const profile = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(runtime.executable, [...sandbox, `--user-data-dir=${profile}`, OUT], {
    env: { ...process.env, ...runtime.display, CANDOR_COLLECTOR_URL: collector },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    timeout: 120_000,
  });
  try {
    return await new Promise((resolve, reject) => {
      child.once('message', (news: ElectronFigures | { error: string }) =>
        'error' in news ? reject(new Error(news.error)) : resolve(news),
      );
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`Electron ended with ${code} before it had measured`)));
    });
  } finally {
    child.kill('SIGKILL');
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Main and page as the app's own build makes them; the preload is the app's own. */
async function buildBench(): Promise<void> {
  const { build } = await import('vite');
  const common = { configFile: false, root: projectRoot, logLevel: 'error' } as const;
  await build({
    ...common,
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir: OUT,
      emptyOutDir: true,
      target: 'node20.18',
      minify: false,
      rolldownOptions: {
        input: path.join(import.meta.dirname, 'bench-main.ts'),
        output: { format: 'es', entryFileNames: 'main.js', codeSplitting: false },
      },
    },
  });
  await build({
    ...common,
    build: {
      outDir: path.join(OUT, 'page'),
      target: 'chrome130',
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: path.join(import.meta.dirname, 'bench-page.ts'),
        output: { format: 'es', entryFileNames: 'bench-page.js', codeSplitting: false },
      },
    },
  });
  mkdirSync(OUT, { recursive: true });
  cpSync(path.join(import.meta.dirname, 'page.html'), path.join(OUT, 'page/index.html'));
  cpSync(path.join(projectRoot, 'out/preload/index.cjs'), path.join(OUT, 'preload.cjs'));
  writeFileSync(path.join(OUT, 'package.json'), '{ "name": "candor-bench", "type": "module", "main": "main.js" }\n');
}
