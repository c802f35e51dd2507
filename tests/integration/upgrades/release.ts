import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../../app/finder/product.ts';
import { BatchFormat } from '../../../client/core/batch/batch-format.ts';
import { manifestId, manifestName, manifestOf } from '../../../client/core/product/manifest.ts';
import type { Product } from '../../../client/core/product/product.ts';
import { registryOf } from '../../../client/core/registry/registry.ts';
import { BatchCodec, sha256 } from '../../../client/main/recording/platform-codec.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { joinedBy } from './joined.ts';

/** A release of the app: what it adds to 1.0, and what a session of it says besides. */
export interface Release {
  readonly product: Product;
  readonly codec: BatchCodec;
  /** A command that it has and 1.0 does not. */
  readonly command?: string;
  readonly context?: object;
  readonly reports?: Readonly<Record<string, unknown>>;
}

export const NEW_COMMAND = 'go.tomorrow';

const { words } = finder;
const title = { en: 'Tomorrow', it: 'Domani' };
export const moreWords: Product = {
  ...finder,
  version: '1.0.1',
  words: { ...words, revision: words.revision + 1, commands: { ...words.commands, [NEW_COMMAND]: title } },
};

function release(product: Product, revision: number, said: Omit<Release, 'product' | 'codec'> = {}): Release {
  const registry = joinedBy(registryOf(product), revision);
  return {
    product,
    codec: new BatchCodec(() => new BatchFormat(registry, manifestId(manifestOf(product), sha256))),
    ...said,
  };
}

const later = { ...finder, version: '1.0.1' };
const context = { scaling: 150, touch: 'yes' };

/** All of one release line, so that a Yes to one of them holds for the others. */
export const releases = {
  '1.0': release(finder, 1),
  '1.0 with one more word': release(moreWords, 1, { command: NEW_COMMAND }),
  '1.0 with one more field': release(later, 2, { context }),
  '1.0 with one more group': release(later, 3, { context, reports: { panes: [{ kind: 'chart', rows: 65_537 }] } }),
} as const;

/** Knows all that any of them says. */
export const newest = release(moreWords, 3);

/**
 * Copies client and collector into `folder`, as a release of all that is in {@link newest}.
 * @returns the collector's command line.
 */
export function newerCollector(folder: string): string {
  for (const name of ['client', 'collector']) {
    cpSync(path.join(projectRoot, name), path.join(folder, name), {
      recursive: true,
      filter: (source) => !/(?:^|\/)(?:node_modules|web|page)$/.test(source),
    });
  }
  const modules = path.join(projectRoot, 'node_modules');
  mkdirSync(path.join(folder, 'node_modules'));
  for (const name of readdirSync(modules).filter((entry) => !entry.startsWith('candor-'))) {
    symlinkSync(path.join(modules, name), path.join(folder, 'node_modules', name));
  }
  symlinkSync(path.join(folder, 'client'), path.join(folder, 'node_modules/candor-client'));

  const registry = path.join(folder, 'client/core/registry');
  const joined = readFileSync(path.join(import.meta.dirname, 'joined.ts'), 'utf8');
  writeFileSync(path.join(registry, 'joined.ts'), joined.replaceAll('../../../client/core/registry/', './'));
  edit(path.join(registry, 'registry.ts'), [
    ['const registry = makeRegistry(product);', 'const registry = joinedBy(makeRegistry(product), 3);'],
    ['import { noWords,', "import { joinedBy } from './joined.ts';\nimport { noWords,"],
  ]);
  const manifest = manifestOf(moreWords);
  const name = `${manifestName(manifestId(manifest, sha256))}.json`;
  writeFileSync(path.join(folder, 'collector/products/carried', finder.id, name), JSON.stringify(manifest));
  return path.join(folder, 'collector/cli.ts');
}

function edit(file: string, changes: readonly (readonly [before: string, after: string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [before, after] of changes) {
    if (!text.includes(before)) throw new Error(`${file} does not say ${before}`);
    text = text.replace(before, after);
  }
  writeFileSync(file, text);
}
