import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Figure } from '../../../scripts/bench/figures.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { startBudgets } from './budgets.ts';

/** Sizes of what is built, in kilobytes as it lies on the disk; how it compresses stands beside it. */
export function bundleFigures(): Figure[] {
  return (Object.keys(startBudgets.bundles) as (keyof typeof startBudgets.bundles)[]).map((name) => {
    const files = filesBelow(path.join(projectRoot, 'out', name)).map((file) => readFileSync(file));
    const compressed = files.reduce((sum, bytes) => sum + brotliCompressSync(bytes).length, 0);
    return {
      name: `start.bundle.${name}`,
      what: `out/${name} (${(compressed / 1000).toFixed(0)} kB in Brotli)`,
      value: files.reduce((sum, bytes) => sum + bytes.length, 0) / 1000,
      unit: 'kB',
      target: startBudgets.bundles[name],
    };
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}
