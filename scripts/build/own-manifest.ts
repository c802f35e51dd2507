import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { projectRoot } from '../lib/paths.ts';

const file = path.join(projectRoot, 'package.json');

/** Lets into a bundle only what the product reads of package.json: a bundler takes a default import of JSON whole. */
export function ownManifest(): Plugin {
  return {
    name: 'own-manifest',
    load(id) {
      if (path.normalize(id) !== file) return null;
      this.addWatchFile(file);
      const { productName, version } = JSON.parse(readFileSync(file, 'utf8'));
      return JSON.stringify({ productName, version });
    },
  };
}
