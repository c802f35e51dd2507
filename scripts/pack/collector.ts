/** The collector as a package that is installed on a server: the service in one file, its storage process in another, the dashboard. */
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildStale } from '../build.ts';
import { projectRoot } from '../lib/paths.ts';
import { fail } from '../lib/say.ts';

/** What npm packs beside README and manifest, and what {@link buildCollector} writes. */
const BUILT = ['dist', 'out', 'LICENSE'];

/** Puts everything that the package holds into `folder`, which is empty. */
export async function stageCollector(folder: string): Promise<void> {
  await buildCollector(folder);
  copyFileSync(path.join(projectRoot, 'collector/README.md'), path.join(folder, 'README.md'));
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
}

const inProject = (name: string) => path.join(projectRoot, name);

const ENTRIES = { cli: 'collector/cli.ts', 'chdb-process': 'collector/storage/chdb/chdb-process.ts' };

/** Puts what is built, and the licence, into `folder`. */
async function buildCollector(folder: string): Promise<void> {
  await buildStale({ only: ['collector-web'] });
  await bundleCollector(path.join(folder, 'dist'), ENTRIES);
  cpSync(inProject('out/collector-web'), path.join(folder, 'out/collector-web'), { recursive: true });
  copyFileSync(inProject('LICENSE'), path.join(folder, 'LICENSE'));
}

/**
 * Bundles a collector as it is installed: the service in one file, its storage process in another.
 * @param entries files of the project by the names of what is made of them; the storage process is `chdb-process`.
 */
export async function bundleCollector(outDir: string, entries: Readonly<Record<string, string>>): Promise<void> {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    mode: 'production',
    build: {
      // What the registry has stays imported by name; the client's code is in the tree, and is bundled.
      ssr: true,
      outDir,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, inProject(file)])),
        // All beside each other: the service looks for the storage process beside itself, and for the dashboard above.
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          comments: { legal: true, annotation: false, jsdoc: false },
        },
      },
    },
  });
  // Beside the service, which looks for them there.
  cpSync(inProject('collector/products/carried'), path.join(outDir, 'carried'), { recursive: true });
}

/** The tree's own manifest without what is for the tree alone. */
function manifest(): object {
  const {
    private: _private,
    devDependencies: _development,
    scripts: _scripts,
    ...own
  } = JSON.parse(readFileSync(path.join(projectRoot, 'collector/package.json'), 'utf8'));
  return own;
}

/** For `npm pack -w collector`: what is packed is built in the tree before (prepack), and removed after it (postpack). */
async function main(): Promise<void> {
  const collector = path.join(projectRoot, 'collector');
  for (const name of BUILT) rmSync(path.join(collector, name), { recursive: true, force: true });
  if (!process.argv.includes('--remove')) await buildCollector(collector);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main().catch(fail);
