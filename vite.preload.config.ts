/** The preload script: one CommonJS file, because a sandboxed preload can load no second one. */
import { channelNames, clientChannelNames } from 'candor-client/core';
import { defineConfig } from 'vite';
import { contract } from './app/ipc/contract.ts';

export default defineConfig({
  root: import.meta.dirname,
  // The preload needs the channels' names alone; their schemas would only slow each window's start.
  define: {
    __CLIENT_CHANNELS__: JSON.stringify(clientChannelNames()),
    __OWN_CHANNELS__: JSON.stringify(channelNames(contract)),
  },
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
