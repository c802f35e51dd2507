/** The collector as a package that is installed on a server: the service in one file, its storage process in another, the dashboard. */
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { buildStale } from '../build.ts';
import { projectRoot } from '../lib/paths.ts';

/** Puts everything that the package holds into `folder`, which is empty. */
export async function stageCollector(folder: string): Promise<void> {
  const inProject = (name: string) => path.join(projectRoot, name);
  await buildStale({ only: ['collector-web'] });
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    mode: 'production',
    build: {
      // What the registry has stays imported by name; the client's code is in the tree, and is bundled.
      ssr: true,
      outDir: path.join(folder, 'dist'),
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: {
          cli: inProject('collector/cli.ts'),
          'chdb-process': inProject('collector/storage/chdb/chdb-process.ts'),
        },
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
  cpSync(inProject('out/collector-web'), path.join(folder, 'out/collector-web'), { recursive: true });
  // Beside the service, which looks for them there.
  cpSync(inProject('collector/products/carried'), path.join(folder, 'dist/carried'), { recursive: true });
  copyFileSync(inProject('collector/README.md'), path.join(folder, 'README.md'));
  copyFileSync(inProject('LICENSE'), path.join(folder, 'LICENSE'));
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
}

/** The tree's own manifest without what is bundled. */
function manifest(): object {
  const {
    private: _private,
    devDependencies: _development,
    ...own
  } = JSON.parse(readFileSync(path.join(projectRoot, 'collector/package.json'), 'utf8'));
  const { 'candor-client': _bundled, ...dependencies } = own.dependencies as Record<string, string>;
  return { ...own, bin: { 'candor-collector': './dist/cli.js' }, dependencies };
}
