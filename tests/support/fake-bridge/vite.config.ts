/**
 * The Finder window in a browser, on lifelike data and under the app's own content security policy:
 * `vite build -c tests/support/fake-bridge/vite.config.ts`, then `vite preview -c` the same. Never shipped.
 */
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; " +
    "form-action 'none'; require-trusted-types-for 'script'",
};

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: path.resolve(import.meta.dirname, '../../../.cache/fake-bridge'),
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  preview: { host: '127.0.0.1', port: 4791, strictPort: true, headers },
});
