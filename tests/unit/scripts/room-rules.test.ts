import { expect, test } from 'vitest';
import { checkFile } from '../../../scripts/rooms/rules.ts';

function rulesBroken(file: string, ...lines: string[]): string[] {
  return checkFile(file, `${lines.join('\n')}\n`).map(({ line, rule }) => `${line}: ${rule}`);
}

test.each([
  ['app/a.ts', '../main/b.ts'],
  ['app/ipc/a.ts', '../../collector/b.ts'],
  ['app/a.ts', 'candor-client/main'],
  ['client/core/a.ts', '../../app/b.ts'],
  ['client/core/a.ts', '../node/b.ts'],
  ['client/main/a.ts', '../page/b.ts'],
  ['client/main/a.ts', '../../main/b.ts'],
  ['client/main/a.ts', '../../app/b.ts'],
  ['client/page/a.tsx', '../main/b.ts'],
  ['client/page/a.tsx', '../../renderer/b.ts'],
  ['client/page/a.tsx', '../../app/b.ts'],
  ['ui/a.ts', '../app/b.ts'],
  ['ui/a.ts', 'candor-client/page'],
  ['engine/a.ts', '../main/b.ts'],
  ['engine/a.ts', 'candor-client/main'],
  ['preload/index.ts', '../main/b.ts'],
  ['preload/index.ts', '../app/b.ts'],
  ['client/preload/index.ts', '../page/b.ts'],
  ['renderer/shell/a.tsx', '../../main/b.ts'],
  ['renderer/shell/a.tsx', 'candor-client/main'],
  ['main/a.ts', '../renderer/b.ts'],
  ['main/a.ts', '../engine/b.ts'],
  ['main/a.ts', '../collector/b.ts'],
  ['main/a.ts', 'candor-client/page'],
  ['collector/a.ts', '../main/b.ts'],
  ['collector/a.ts', '../app/b.ts'],
  ['collector/a.ts', './web/b.ts'],
  ['collector/a.ts', 'candor-client/page'],
  ['collector/web/a.ts', '../b.ts'],
  ['collector/web/a.ts', '../../app/b.ts'],
  ['collector/web/a.ts', '../../renderer/shell/b.ts'],
  ['scripts/a.ts', '../main/b.ts'],
  ['vite.page.config.ts', './main/b.ts'],
])('%s may not import %s', (file, specifier) => {
  const forms = [
    `import { b } from '${specifier}';`,
    `import type { B } from '${specifier}';`,
    `import {\n  b,\n} from "${specifier}";`,
    `import '${specifier}';`,
    `export * from '${specifier}';`,
    `export const b = await import('${specifier}');`,
    `const b = require('${specifier}');`,
  ];
  for (const form of forms) expect(rulesBroken(file, form), form).toEqual([expect.stringContaining('may not import')]);
});

test.each([
  ['app/a.ts', './b.ts'],
  ['app/a.ts', 'candor-client/core'],
  ['app/finder/product.ts', '../../package.json'],
  ['client/core/registry/a.ts', '../batch/b.ts'],
  ['client/main/a.ts', '../core/b.ts'],
  ['client/page/a.tsx', '../../ui/design/b.css'],
  ['ui/a.ts', 'candor-client/core'],
  ['engine/a.ts', '../app/b.ts'],
  ['engine/a.ts', 'candor-client/node'],
  ['preload/index.ts', 'candor-client/preload'],
  ['renderer/shell/a.tsx', '../../ui/design/b.ts'],
  ['renderer/shell/a.tsx', 'candor-client/page'],
  ['main/a.ts', '../app/b.ts'],
  ['main/a.ts', 'candor-client/main'],
  ['collector/web/a.ts', '../../ui/design/b.css'],
  ['collector/a.ts', 'candor-client/core'],
  ['scripts/start/run.ts', '../../collector/start.ts'],
  ['vite.page.config.ts', './app/b.ts'],
  ['tests/unit/main/a.test.ts', '../../../main/b.ts'],
  ['tests/unit/client/core/a.test.ts', '../../../../client/core/b.ts'],
])('%s may import %s', (file, specifier) => {
  expect(rulesBroken(file, `import { b } from '${specifier}';`)).toEqual([]);
});

test('the client is reached by its exports alone', () => {
  for (const file of ['app/a.ts', 'main/a.ts', 'renderer/a.tsx', 'collector/a.ts', 'ui/a.ts']) {
    expect(rulesBroken(file, "import { b } from '../client/core/b.ts';")).toEqual([
      '1: client/core/b.ts is reached as candor-client alone',
    ]);
  }
});

test('app uses pure packages alone', () => {
  expect(rulesBroken('app/a.ts', "import { z } from 'zod';", "import * as mini from 'zod/mini';")).toEqual([]);
  expect(rulesBroken('app/a.ts', "import x from 'zoddy';", "import y from '@scope/zod';")).toHaveLength(2);
  expect(rulesBroken('client/core/a.ts', "import { z } from 'zod/mini';")).toEqual([
    '1: client/core may not use zod/mini',
  ]);
});

test('the clock and chance are handed in where rules must be testable', () => {
  const code = [
    "import { createHash, randomUUID as id } from 'node:crypto';",
    'export const now = new Date();',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source text.
    'export const text = `it is ${new Date( )}`;',
    'export const other = Date();',
    'export const load = globalThis.fetch;',
  ];
  for (const folder of ['client/main/recording', 'client/core']) {
    expect(rulesBroken(`${folder}/a.ts`, ...code).map((broken) => broken.slice(0, 2))).toEqual([
      '1:',
      '2:',
      '3:',
      '4:',
      '5:',
    ]);
  }
  expect(rulesBroken('main/a.ts', ...code)).toEqual([]);
});

test('a given moment may become a Date, and a Date may be a type', () => {
  const code = [
    'export const day = (moment: number): Date => new Date(moment);',
    'export type Days = Map<string, Date>;',
  ];
  expect(rulesBroken('client/main/recording/a.ts', ...code)).toEqual([]);
});

test('pages are sent to in one place', () => {
  const code = [
    "window.webContents.send('x');",
    "event.sender.send('x');",
    "contents?.send('x');",
    "frame.postMessage('x', {});",
    "utilityProcess.postMessage('x');",
    "transport.send('x');",
  ];
  expect(rulesBroken('main/window/a.ts', ...code).map((broken) => broken.slice(0, 2))).toEqual([
    '1:',
    '2:',
    '3:',
    '4:',
  ]);
  expect(rulesBroken('client/main/pages/ipc.ts', ...code)).toEqual([]);
});

test('what stands in comments, strings and regular expressions is not code', () => {
  const code = [
    '// new Date()',
    "/* import { b } from '../main/b.ts'; */",
    'export const text = "new Date()" + \'// not a comment\' + `new Date()`;',
    'export const pattern = /["\'`]new Date()/;',
    'export const half = 4 / 2; export const quote = "\'";',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source text.
    "export const late = `${text} ${`nested ${half}`}`; import { b } from '../main/b.ts';",
  ];
  expect(rulesBroken('app/a.ts', ...code)).toEqual(['6: app may not import main/b.ts']);
});

test('what is outside of the app is opened in one place', () => {
  const lines = [
    "import { shell } from 'electron';",
    "await shell.openExternal('https://a.example');",
    "shell.openPath('/a');",
  ];
  const rule = 'what is outside of the app is opened in client/main/pages/results.ts alone';
  for (const file of ['main/a.ts', 'client/main/a.ts']) {
    expect(rulesBroken(file, ...lines)).toEqual([`2: ${rule}`, `3: ${rule}`]);
  }
  expect(rulesBroken('client/main/pages/results.ts', ...lines)).toEqual([]);
});

test('a file of more than 400 lines is too long', () => {
  const lines = Array.from({ length: 400 }, () => 'export {};');
  expect(rulesBroken('main/a.ts', ...lines)).toEqual([]);
  expect(rulesBroken('main/a.ts', ...lines, '')).toEqual(['401: 401 lines: 400 at most, split it by ideas']);
  expect(rulesBroken('renderer/a.css', ...lines, '')).toHaveLength(1);
});

test.each([
  'try { a(); } catch {}',
  'try { a(); } catch { /* Nobody minds. */ }',
  'try { a(); } catch (error) { log(error); }',
  "try { a(); } catch ({ message }) { return 'swallowed(throw)'; }",
  'a().catch(() => undefined);',
  'a().catch(ignore);',
  'a().then(b, () => {});',
  'a().then((x) => b(x, 1), () => fail(2));',
  'a().then(b).catch(() => {});',
])('an exception must not go untold: %s', (line) => {
  for (const file of [
    'app/a.ts',
    'client/main/a.ts',
    'engine/a.ts',
    'main/a.ts',
    'preload/index.ts',
    'renderer/shell/a.tsx',
    'ui/a.ts',
  ]) {
    expect(rulesBroken(file, line)).toEqual([
      '1: rethrow the exception, or tell it with swallowed() of candor-client/core',
    ]);
  }
  // A parser's answer is no fault, and the collector has a reporter of its own.
  for (const file of ['client/core/batch/shapes.ts', 'collector/a.ts', 'scripts/a.ts'])
    expect(rulesBroken(file, line)).toEqual([]);
});

test.each([
  'try { a(); } catch (error) { if (b(error)) return; throw error; }',
  "try { a(); } catch (error) { swallowed('store', 'read', error); }",
  'try { a(); } catch (error) { reportError(error); }',
  'try { a(); } finally { b(); }',
  "a().catch((error: unknown) => swallowed('ipc', 'ask', error));",
  "a().then(b, (error: unknown) => { swallowed('ipc', 'ask', error); });",
  'a().then(b);',
  'a().then(b,);',
  'a().then((x) => b(x, 1));',
])('an exception that is told may be gone on after: %s', (line) => {
  expect(rulesBroken('main/a.ts', line)).toEqual([]);
});
