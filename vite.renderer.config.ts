/** The app's windows, served from app://finder/ by the main process. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { ownManifest } from './scripts/build/own-manifest.ts';

export default defineConfig({
  root: path.join(import.meta.dirname, 'renderer'),
  base: './',
  plugins: [react(), ownManifest()],
  build: {
    outDir: path.join(import.meta.dirname, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    // The content security policy allows files of the app's own origin alone: no data: URLs, no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Read from the disk and from V8's code cache, not from a network.
    chunkSizeWarningLimit: 4096,
  },
});
