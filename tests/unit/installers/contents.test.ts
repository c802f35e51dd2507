import { describe, expect, test } from 'vitest';
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
      '700.5 kB  app.asar, of 2800.0 kB',
      '236159.4 kB  unpacked, of 330000.0 kB',
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
