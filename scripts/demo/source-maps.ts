/** Source maps of the builds of the demo: of each place where its errors come from, where that is in the source. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SourceMaps } from '../../collector/sourcemaps/source-maps.ts';
import { type Mistake, type Story, stories } from './story.ts';

/** Keeps the maps of all releases, as `candor-collector sourcemaps add` does. */
export async function addDemoSourceMaps(dataDir: string): Promise<void> {
  const maps = new SourceMaps(dataDir);
  const built = mkdtempSync(path.join(dataDir, 'built-'));
  try {
    for (const { product, releases } of stories) {
      for (const release of releases) {
        const folder = path.join(built, product.id, release.version);
        writeMaps(folder, release);
        await maps.add(product.id, release.version, folder);
      }
    }
  } finally {
    rmSync(built, { recursive: true });
  }
}

function writeMaps(folder: string, { mistakes }: Story['releases'][number]): void {
  for (const file of new Set(mistakes.map((its) => its.file))) {
    const target = path.join(folder, `${file}.js.map`);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, JSON.stringify(sourceMapOf(mistakes.filter((its) => its.file === file))));
  }
}

/** A source map, version 3 (ECMA-426), with one mapping for each place. */
function sourceMapOf(mistakes: readonly Mistake[]) {
  const inOrder = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column);
  let before = [0, 0, 0, 0, 0];
  let line = 1;
  let mappings = '';
  for (const [index, mistake] of inOrder.entries()) {
    if (mistake.line > line) before = [0, ...before.slice(1)];
    mappings += index > 0 && mistake.line === line ? ',' : ';'.repeat(mistake.line - line);
    line = mistake.line;
    const { source } = mistake;
    // Lines and columns from 0; each as its distance from the one before.
    const now = [mistake.column - 1, index, source.line - 1, source.column - 1, index];
    mappings += now.map((value, at) => base64Vlq(value - (before[at] ?? 0))).join('');
    before = now;
  }
  return {
    version: 3,
    sources: inOrder.map(({ source }) => source.file),
    names: inOrder.map(({ source }) => source.name),
    mappings,
  };
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A whole number by five bits a digit, the lowest first; the first bit is its sign. */
function base64Vlq(value: number): string {
  let left = value < 0 ? -value * 2 + 1 : value * 2;
  let digits = '';
  do {
    const bits = left % 32;
    left = Math.floor(left / 32);
    digits += DIGITS[left > 0 ? bits + 32 : bits];
  } while (left > 0);
  return digits;
}
