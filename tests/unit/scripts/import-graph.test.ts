import { expect, test } from 'vitest';
import {
  checkGraph,
  describeSizes,
  importCircles,
  importGraph,
  splinters,
} from '../../../scripts/rooms/import-graph.ts';

/** A small made-up tree: of each file its text. */
function tree(files: Readonly<Record<string, string>>) {
  return Object.entries(files).map(([file, text]) => ({ file, text }));
}

const lines = (count: number) => 'export {};\n'.repeat(count);

test('imports are followed to files, through the package of the client too', () => {
  const graph = importGraph(
    tree({
      'main/a.ts': "import { b } from './b/b.ts';\nimport 'electron';\nexport * from 'candor-client/core';\n",
      'main/b/b.ts': "const c = await import('../c.ts');\n// import './not-code.ts';\n",
      'main/c.ts': '',
      'main/b/not-code.ts': '',
      'client/core/index.ts': '',
    }),
  );
  expect([...(graph.get('main/a.ts') ?? [])]).toEqual(['main/b/b.ts', 'client/core/index.ts']);
  expect([...(graph.get('main/b/b.ts') ?? [])]).toEqual(['main/c.ts']);
});

test.each([
  ['of two files', { 'main/a.ts': "import './b.ts';", 'main/b.ts': "import './a.ts';" }],
  [
    'of types alone',
    { 'main/a.ts': "import type { B } from './b.ts';", 'main/b.ts': "import type { A } from './a.ts';" },
  ],
  ['of what is handed on', { 'main/a.ts': "export * from './b.ts';", 'main/b.ts': "export { a } from './a.ts';" }],
  [
    'through another room',
    { 'main/a.ts': "import '../app/b.ts';", 'app/b.ts': "import '../app/c.ts';", 'app/c.ts': "import '../main/a.ts';" },
  ],
  [
    'through the package of the client',
    { 'client/core/index.ts': "import '../../app/a.ts';", 'app/a.ts': "import 'candor-client/core';" },
  ],
  ['of one file', { 'main/a.ts': "import './a.ts';" }],
])('a circle %s is found, and breaks the rules', (_, files) => {
  const before = {
    'main/entry.ts': Object.keys(files)
      .map((file) => `import '../${file}';`)
      .join('\n'),
  };
  const all = tree({ ...before, ...files });
  expect(importCircles(importGraph(all))).toEqual([Object.keys(files).sort()]);
  expect(checkGraph(all)).toEqual([expect.objectContaining({ rule: expect.stringContaining('circle') })]);
});

test('two ways to the same file are no circle', () => {
  const files = tree({
    'main/a.ts': "import './b.ts';\nimport './c.ts';",
    'main/b.ts': "import './d.ts';",
    'main/c.ts': "import './d.ts';\nimport './b.ts';",
    'main/d.ts': '',
  });
  expect(checkGraph(files)).toEqual([]);
});

test('a splinter has under 30 lines and one importer', () => {
  const files = tree({
    'main/a.ts': "import './short.ts';\nimport './long.ts';\nimport './shared.ts';\n",
    'main/b.ts': "import './shared.ts';\n",
    'main/short.ts': lines(29),
    'main/long.ts': lines(30),
    'main/shared.ts': lines(1),
  });
  expect(splinters(files, importGraph(files))).toEqual([{ file: 'main/short.ts', lines: 29, importer: 'main/a.ts' }]);
});

test('60 splinters are allowed, and 61 are each named with the file that uses them', () => {
  const withSplinters = (count: number) => {
    const names = Array.from({ length: count }, (_, at) => `part-${at}.ts`);
    const entry = names.map((name) => `import './${name}';\n`).join('');
    return tree({ 'main/entry.ts': entry, ...Object.fromEntries(names.map((name) => [`main/${name}`, lines(1)])) });
  };
  expect(checkGraph(withSplinters(60))).toEqual([]);
  const violations = checkGraph(withSplinters(61));
  expect(violations).toHaveLength(61);
  expect(violations[60]).toEqual({
    file: 'main/part-60.ts',
    line: 1,
    rule: 'one of 61 splinters, 60 at most: read with main/entry.ts',
  });
});

test('files, lines and medians are told by room and of all', () => {
  const files = tree({
    'client/core/a.ts': lines(10),
    'client/core/b.ts': lines(30),
    'client/core/c.ts': lines(80),
    'main/a.ts': lines(40),
    'main/b.ts': lines(50),
  });
  expect(describeSizes(files).map((line) => line.trim().split(/\s+/).join(' '))).toEqual([
    'room files lines median',
    'client/core 3 120 30',
    'main 2 90 50',
    'all 5 210 40',
    '0 splinters (at most 60)',
  ]);
});
