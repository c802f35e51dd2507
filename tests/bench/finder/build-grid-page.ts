import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { projectRoot } from '../../../scripts/lib/paths.ts';

/** Not committed, and inside the project, so that the bundler finds what the sources import. */
export const gridApp = path.join(projectRoot, '.cache/bench/grid');

/** Builds the page of the list as the app's own build does, for an Electron that shows nothing else. */
export async function buildGridPage(): Promise<void> {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    build: {
      outDir: path.join(gridApp, 'page'),
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 4096,
      rolldownOptions: { input: path.join(import.meta.dirname, 'grid-page.html') },
    },
  });
  mkdirSync(gridApp, { recursive: true });
  cpSync(path.join(import.meta.dirname, 'grid-app.cjs'), path.join(gridApp, 'main.cjs'));
  writeFileSync(path.join(gridApp, 'package.json'), '{ "name": "candor-grid", "main": "main.cjs" }\n');
}
