import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import { bindingFaults, bundlesFor, isCarried, lockedBuild } from '../../../scripts/packaging/bindings.ts';
import {
  budget,
  contentsTable,
  forbiddenContent,
  overweight,
  overweightInstaller,
  unexpectedFiles,
} from '../../../scripts/packaging/contents.ts';
import { developmentTools, noticesFile, packedManifest } from '../../../scripts/packaging/stage.ts';

const files = (...names: string[]) => names.map((file) => ({ file, bytes: 1 }));

describe('what is packed', () => {
  test('is what runs', () => {
    const run = files(
      'package.json',
      'out/main/index.js',
      'out/main/finder-engine.js',
      'out/preload/index.cjs',
      'out/renderer/index.html',
      'out/renderer/assets/index-CmLDbQgE.js',
      'out/renderer/assets/index-wTOpjHw-.css',
    );
    expect(unexpectedFiles(run)).toEqual([]);
  });

  test.each([
    'out/main/index.js.map',
    'out/renderer/assets/index-CmLDbQgE.js.map',
    'node_modules/vitest/package.json',
    'tests/unit/a.test.ts',
    'out/main/index.test.js',
    'main/index.ts',
    '.env',
    'out/main/.env.js',
    'out/renderer/assets/key.pem',
    'package-lock.json',
  ])('is not %s', (stranger) => {
    expect(unexpectedFiles(files('package.json', stranger))).toEqual([stranger]);
  });

  test.each([
    [`const key = '-----BEGIN ${'RSA '}PRIVATE KEY-----'`, 'a private key'],
    [`//registry/:_authToken=npm_${'a1B2'.repeat(9)}`, "a token of npm's"],
    [`ghp_${'a1B2'.repeat(9)}`, "a token of GitHub's"],
    [`AKIA${'ABCD'.repeat(4)}`, 'a key of AWS'],
    ['//# sourceMappingURL=index.js.map', 'a link to a source map'],
    ['at /home/me/candor/app/a.tsx', 'the path /home/me/'],
  ])('gives nothing away: %#', (text, what) => {
    expect(forbiddenContent(text, ['/home/me/'])).toEqual([what]);
  });

  test('may speak of keys and maps', () => {
    expect(forbiddenContent('sourceMappingURL, PRIVATE KEY, npm_config_registry', ['/home/me/'])).toEqual([]);
  });
});

describe('what it weighs', () => {
  const app = [
    { file: 'out/main/index.js', bytes: 700_000 },
    { file: 'package.json', bytes: 500 },
  ];

  test('is within the budget, or said', () => {
    expect(overweight({ app, installed: 200e6 })).toEqual([]);
    const heavy = [...app, { file: 'out/main/b.js', bytes: budget.main }];
    const said = overweight({ app: heavy, installed: budget.installed + 1 });
    expect(said.map((sentence) => sentence.split(' has ')[0])).toEqual([
      'the bundles of main and of the engine',
      'the unpacked app',
    ]);
    expect(overweightInstaller('a.deb', budget.installer)).toEqual([]);
    expect(overweightInstaller('a.deb', budget.installer + 1)).toHaveLength(1);
  });

  test('is printed, heaviest first', () => {
    const lines = contentsTable({ app: [...app].reverse(), installed: 236_159_400 }).map((line) => line.trim());
    expect(lines).toEqual([
      '700.0 kB  out/main/index.js',
      '0.5 kB  package.json',
      '700.5 kB  app.asar, of 4200.0 kB',
      '236159.4 kB  unpacked, of 410000.0 kB',
    ]);
  });
});

test('the packed package.json has no dependencies, scripts or tools', () => {
  const packed = packedManifest({
    name: 'a',
    version: '1.0.0',
    main: 'out/main/index.js',
    scripts: { postinstall: 'x' },
    devDependencies: { vitest: '5' },
    dependencies: { zod: '4' },
    workspaces: ['b'],
  });
  expect(JSON.parse(JSON.stringify(packed))).toEqual({ name: 'a', version: '1.0.0', main: 'out/main/index.js' });
});

describe('bundled libraries', () => {
  test('each stands once in the notices, with its licence', () => {
    const zod = { name: 'zod', version: '4.0.0', identifier: 'MIT', text: 'Permission is granted.\n' };
    const notices = noticesFile([zod, { ...zod }, { name: 'ajv', version: '8.0.0', identifier: 'MIT' }]);
    expect(notices.match(/^\w+ \d.*$/gm)).toEqual(['ajv 8.0.0 (MIT)', 'zod 4.0.0 (MIT)']);
    expect(notices).toContain('Permission is granted.');
  });

  test('those that the lockfile knows as tools are found', () => {
    const lock = {
      packages: {
        'node_modules/zod': { version: '4.0.0' },
        'node_modules/vitest': { version: '5.0.0', dev: true },
        // Another version of a tool may be what the app uses.
        'node_modules/env-paths': { version: '2.0.0', dev: true },
        'node_modules/conf/node_modules/env-paths': { version: '4.0.0' },
      },
    };
    const bundled = [
      { name: 'zod', version: '4.0.0' },
      { name: 'env-paths', version: '4.0.0' },
      { name: 'unknown', version: '1.0.0' },
    ];
    expect(developmentTools(bundled, lock)).toEqual([]);
    expect(developmentTools([...bundled, { name: 'vitest', version: '5.0.0' }], lock)).toEqual(['vitest']);
  });
});

describe('the libraries beside the archive', () => {
  test('are those of the system and processor that a package is for', () => {
    expect(bundlesFor('linux', ['x64'])).toEqual([{ folder: 'linux-x64', builds: ['node-bindings-linux-x64'] }]);
    expect(bundlesFor('win32', ['x64', 'arm64']).map(({ builds }) => builds)).toEqual([
      ['node-bindings-win32-x64'],
      ['node-bindings-win32-arm64'],
    ]);
    const both = ['node-bindings-darwin-x64', 'node-bindings-darwin-arm64'];
    expect(bundlesFor('darwin', ['arm64'])).toEqual([
      { folder: 'mac-x64', builds: both },
      { folder: 'mac-arm64', builds: both },
    ]);
  });

  test('are pinned for every system', () => {
    const lock = JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8'));
    const builds = (['linux', 'darwin', 'win32'] as const).flatMap((platform) =>
      bundlesFor(platform, ['x64', 'arm64']).flatMap((bundle) => bundle.builds),
    );
    for (const build of builds) expect(lockedBuild(build, lock).integrity).toMatch(/^sha512-/);
    expect(() => lockedBuild('node-bindings-linux-x64', { packages: {} })).toThrow('does not pin');
  });

  test('are carried whole, and nothing with them', () => {
    const installed = readdirSync(path.join(projectRoot, 'node_modules/@duckdb'));
    const build = installed.find((name) => name.startsWith('node-bindings-')) ?? '';
    const files = readdirSync(path.join(projectRoot, 'node_modules/@duckdb', build));
    expect(files.filter((file) => !isCarried(file))).toEqual(['README.md']);
    expect(['libduckdb.dylib', 'duckdb.dll', 'duckdb.node'].every(isCarried)).toBe(true);
  });

  test.each<[string[], string[]]>([
    [['@duckdb/node-bindings-linux-x64/duckdb.node', '@duckdb/node-bindings-linux-x64/libduckdb.so'], []],
    [['@duckdb/node-bindings-darwin-x64/duckdb.node', '@duckdb/node-bindings-darwin-arm64/duckdb.node'], []],
    [[], ["DuckDB's libraries are missing"]],
    [
      ['@duckdb/node-bindings-linux-x64/duckdb.node', '@duckdb/node-bindings-linux-arm64/duckdb.node'],
      ["DuckDB's libraries are those of several systems: node-bindings-linux-arm64, node-bindings-linux-x64"],
    ],
    [
      ['@duckdb/node-bindings-linux-x64/duckdb.node', '@duckdb/node-api/lib/index.js', 'zod/index.js'],
      [
        'node_modules/@duckdb/node-api/lib/index.js has no business beside the archive',
        'node_modules/zod/index.js has no business beside the archive',
      ],
    ],
  ])('are looked at in a packed app: %#', (files, faults) => {
    expect(bindingFaults(files)).toEqual(faults);
  });
});
