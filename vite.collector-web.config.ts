/** The collector's dashboard, served by the collector at `/`, with its files below `/assets/`. */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: path.join(import.meta.dirname, 'collector/web'),
  base: './',
  plugins: [react()],
  build: {
    outDir: path.join(import.meta.dirname, 'out/collector-web'),
    emptyOutDir: true,
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // In kB, before it is packed. All of it together has a budget as it is sent: tests/e2e/dashboard.spec.ts.
    chunkSizeWarningLimit: 800,
  },
});
