/** The main process and the Finder engine, for the Node inside Electron. */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';
import { ownManifest } from './scripts/build/own-manifest.ts';

/** A package for each system and processor, which holds two libraries and nothing else. */
const NATIVE_BINDINGS = /^@duckdb\/node-bindings-[\w-]+\/duckdb\.node$/;

const icon = `data:image/png;base64,${readFileSync(new URL('installer/icons/png/128x128.png', import.meta.url), 'base64')}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [ownManifest()],
  // "npm run dev" says otherwise; so the code of main/dev falls out of every other build.
  define: { __DEV__: 'false', __ICON__: JSON.stringify(icon) },
  // Everything is bundled, and starts faster from one file, but Electron and what is no script: DuckDB's libraries, of
  // which a packaged app has the ones of its system beside its archive (scripts/packaging/bindings.ts).
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    outDir: 'out/main',
    emptyOutDir: true,
    target: 'node20.18',
    // Readable, so that an error report's frames name functions as the source does.
    minify: false,
    rolldownOptions: {
      external: [NATIVE_BINDINGS],
      input: { index: 'main/index.ts', 'finder-engine': 'engine/engine.ts' },
      // Licences stay with their code; what is explained is read in the source.
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        // What main and the engine share, and the store, which is loaded later, under names that error reports know.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, test: /^(?!.*node_modules)/ }] },
        comments: { legal: true, annotation: false, jsdoc: false },
      },
    },
  },
});
