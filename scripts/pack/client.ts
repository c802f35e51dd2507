/** The client as a package that any Electron product installs: built modules, types, styles. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientChannelNames } from 'candor-client/core';
import { build } from 'vite';
import { projectRoot } from '../lib/paths.ts';
import { copyDeclarations } from './declarations.ts';

const entries = ['core', 'node', 'main', 'preload', 'page'] as const;
const IMPORT = /^@import '([^']+)';\n/gm;

/** Puts everything that the package holds into `folder`, which is empty. */
export async function stageClient(folder: string): Promise<void> {
  // Else a NODE_ENV of the terminal's would put React's development calls, with names of our folders, into the bundle.
  process.env['NODE_ENV'] = 'production';
  const inProject = (name: string) => path.join(projectRoot, name);
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    mode: 'production',
    define: {
      __CLIENT_CHANNELS__: JSON.stringify(clientChannelNames()),
    },
    build: {
      // What is imported by name stays imported: products have one copy of React, and bundle the rest themselves.
      ssr: true,
      outDir: path.join(folder, 'dist'),
      target: ['node20.18', 'chrome130'],
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((name) => [name, inProject(`client/${name}/index.ts`)])),
        // Modules that keep state, such as the language of the texts, are in one chunk for all entries.
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'shared/[name]-[hash].js',
          comments: { legal: true, annotation: true, jsdoc: false },
        },
      },
    },
  });
  copyDeclarations(
    entries.map((name) => `client/${name}/index.ts`),
    path.join(folder, 'types'),
  );
  writeFileSync(path.join(folder, 'styles.css'), joinStyles(inProject('client/page/styles.css')));
  copyFileSync(inProject('client/README.md'), path.join(folder, 'README.md'));
  copyFileSync(inProject('LICENSE'), path.join(folder, 'LICENSE'));
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
}

/** A style sheet with what it imports put in its place. */
function joinStyles(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(IMPORT, (_all, name: string) =>
    joinStyles(path.resolve(path.dirname(file), name)),
  );
}

/** The tree's own manifest, with what is built in the place of the sources. */
function manifest(): object {
  const {
    private: _private,
    devDependencies: _development,
    ...own
  } = JSON.parse(readFileSync(path.join(projectRoot, 'client/package.json'), 'utf8'));
  const built = entries.map((name) => [
    `./${name}`,
    { types: `./types/client/${name}/index.d.ts`, default: `./dist/${name}.js` },
  ]);
  return {
    ...own,
    engines: { node: '>=20.18' },
    exports: { ...Object.fromEntries(built), './styles.css': './styles.css', './package.json': './package.json' },
  };
}
