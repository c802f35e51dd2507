/** The preload script: one CommonJS file, because a sandboxed preload can load no second one. */
import { defineConfig } from 'vite';
import { contract } from './app/ipc/contract.ts';

const kinds = Object.fromEntries(Object.entries(contract).map(([channel, { kind }]) => [channel, kind]));

export default defineConfig({
  root: import.meta.dirname,
  // The preload needs the channels' names and kinds alone; their schemas would only slow each window's start.
  define: { __IPC_CHANNELS__: JSON.stringify(kinds) },
  ssr: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    outDir: 'out/preload',
    emptyOutDir: true,
    target: 'chrome130',
    minify: false,
    rolldownOptions: {
      input: 'preload/index.ts',
      output: {
        format: 'cjs',
        entryFileNames: 'index.cjs',
        codeSplitting: false,
        comments: { legal: true, annotation: false, jsdoc: false },
      },
    },
  },
});
