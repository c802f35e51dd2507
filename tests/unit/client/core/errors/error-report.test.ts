import { createHash } from 'node:crypto';
import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  describeCrash,
  describeError,
  type ErrorReport,
  fingerprintOf,
  processOfChild,
} from '../../../../../client/core/errors/error-report.ts';
import { reportShape } from '../../../../../client/core/errors/read-report.ts';
import { type BundleRoot, NAMELESS } from '../../../../../client/core/errors/stack.ts';
import { finderErrors } from '../../../../support/finder-format.ts';

const isErrorReport = reportShape(finderErrors);

const sha256 = (text: string) => createHash('sha256').update(text).digest();

const roots: readonly BundleRoot[] = [
  { folder: 'app://finder/assets/', part: 'renderer' },
  { folder: 'file:///opt/Candor%20Finder/resources/app/out/main/', part: 'main' },
];

const inMain = { process: 'main', handledBy: 'uncaught' } as const;

/** An error with a stack of our own making. */
function failed(frames: readonly string[], message = 'message', name = 'Error'): Error {
  const error = new Error(message);
  error.stack = [`${name}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const describeHere = (thrown: unknown): ErrorReport => describeError(thrown, inMain, roots, finderErrors);

describe('the class of an error', () => {
  it.each<[string, unknown, string]>([
    ['an error', new Error('no'), 'Error'],
    ['a known class', new RangeError('no'), 'RangeError'],
    ['a group of errors', new AggregateError([new Error('a')], 'no'), 'AggregateError'],
    ['an exception of the DOM', new DOMException('no', 'QuotaExceededError'), 'QuotaExceededError'],
    ['an error of another realm', vm.runInNewContext('new TypeError("no")'), 'TypeError'],
    ['a class of somebody else', Object.assign(new Error('no'), { name: 'JaneDoeError' }), 'Error'],
    ['a class named as one of our words', Object.assign(new Error('no'), { name: 'none' }), 'Error'],
    ['a name that is no text', Object.assign(new Error('no'), { name: { toString: () => 'TypeError' } }), 'Error'],
    ['something that only looks like an error', { name: 'TypeError', message: 'no', stack: 'at x' }, 'other'],
    ['a text', 'jane.doe', 'other'],
    ['nothing', undefined, 'other'],
    ['null', null, 'other'],
    ['a number', 42, 'other'],
    ['a symbol', Symbol('jane'), 'other'],
    ['a function', () => 1, 'other'],
  ])('of %s', (_, thrown, expected) => {
    expect(describeHere(thrown).class).toBe(expected);
  });
});

describe('the code of an error', () => {
  it.each<[string, unknown, string]>([
    ['a system call', 'ENOENT', 'ENOENT'],
    ['Node', 'ERR_INVALID_ARG_TYPE', 'ERR_INVALID_ARG_TYPE'],
    ['a code of somebody else', 'E_JANE_DOE', 'other'],
    ['a number', 22, 'none'],
    ['none', undefined, 'none'],
  ])('of %s', (_, code, expected) => {
    expect(describeHere(Object.assign(new Error('no'), { code })).code).toBe(expected);
  });

  it('is read of things that are no errors as well', () => {
    expect(describeHere({ code: 'EACCES' })).toMatchObject({ class: 'other', code: 'EACCES' });
  });
});

describe('the frames of an error', () => {
  it.each<[string, string, object]>([
    ['a page', 'search (app://finder/assets/index-BjFl2MlH.js:1:2345)', { file: 'renderer/index', column: 2345 }],
    ['a hash with a dash', 'x (app://finder/assets/index-B_F-2MlH.js:1:2)', { file: 'renderer/index' }],
    ['a file that is not known', 'x (app://finder/assets/jane-BjFl2MlH.js:1:2)', { file: 'renderer/other' }],
    ['no name', 'app://finder/assets/index-BjFl2MlH.js:1:2', { file: 'renderer/index', line: 1, column: 2 }],
    ['an async function', 'async app://finder/assets/index-BjFl2MlH.js:1:2', { file: 'renderer/index' }],
    ['a constructor', 'new Jane (app://finder/assets/index-BjFl2MlH.js:1:2)', { file: 'renderer/index' }],
    ['an alias', 'Object.jane [as doe] (app://finder/assets/index-BjFl2MlH.js:1:2)', { file: 'renderer/index' }],
    ['a name with brackets', 'a (b) (c (app://finder/assets/index-BjFl2MlH.js:7:2)', { line: 7 }],
    [
      'main',
      'start (file:///opt/Candor%20Finder/resources/app/out/main/index.js:120:9)',
      { file: 'main/index', line: 120, column: 9 },
    ],
    [
      'the engine',
      'file:///opt/Candor%20Finder/resources/app/out/main/finder-engine.js:5:1',
      { file: 'main/finder-engine' },
    ],
  ])('in %s', (_, frame, expected) => {
    const { frames, foreign } = describeHere(failed([frame]));
    expect(frames).toHaveLength(1);
    expect(frames[0]).toMatchObject(expected);
    expect(foreign).toBe(0);
  });

  it.each([
    ['Node', 'node:internal/process/task_queues:95:5'],
    ['a module', 'Module._compile (node:internal/modules/cjs/loader:1554:14)'],
    ['somebody else', 'jane (file:///home/jane/plug-in.js:1:2)'],
    ['an extension', 'jane (chrome-extension://abcdef/content.js:1:2)'],
    ['a folder below ours', 'x (app://finder/assets/jane/index.js:1:2)'],
    ['a folder above ours', 'x (app://finder/assets/../jane.js:1:2)'],
    ['a folder that ends as ours', 'x (file:///home/jane/app://finder/assets/index.js:1:2)'],
    ['a query', 'x (app://finder/assets/index.js?user=jane:1:2)'],
    ['another kind of file', 'x (app://finder/assets/jane.html:1:2)'],
    ['evaluated text', 'eval (eval at x (app://finder/assets/index-BjFl2MlH.js:1:2), <anonymous>:1:1)'],
    ['a name like our folder', 'app://finder/assets/index.js (file:///home/jane/x.js:1:2)'],
    ['no place', 'Promise.all (index 0)'],
    ['native code', 'Array.map (<anonymous>)'],
    ['a number that is too long', 'x (app://finder/assets/index.js:1:123456789)'],
  ])('in %s are counted only', (_, frame) => {
    expect(describeHere(failed([frame]))).toMatchObject({ frames: [], foreign: 1 });
  });

  it('are read of Windows paths, with blanks and brackets in them', () => {
    const folder = 'C:\\Program Files (x86)\\Candor Finder\\resources\\app\\out\\main';
    const error = failed([`start (${folder}\\index.js:3:4)`, `${folder}\\index.js:5:6`]);
    const { frames } = describeError(error, inMain, [{ folder, part: 'main' }], finderErrors);
    expect(frames).toEqual([
      { file: 'main/index', line: 3, column: 4 },
      { file: 'main/index', line: 5, column: 6 },
    ]);
  });

  it('are read of a sandboxed preload script, which has no name', () => {
    const error = failed([
      'inPreload (<anonymous>:2:47)',
      '<anonymous>:2:70',
      'eval (eval at x (<anonymous>:1:2), <anonymous>:1:1)',
      'runPreloadScript (node:electron/js2c/sandbox_bundle:2:151972)',
    ]);
    const { frames, foreign } = describeError(error, inMain, [{ folder: NAMELESS, part: 'preload' }], finderErrors);
    expect(frames).toEqual([
      { file: 'preload/index', line: 2, column: 47 },
      { file: 'preload/index', line: 2, column: 70 },
    ]);
    expect(foreign).toBe(2);
    expect(describeHere(error).frames).toEqual([]);
  });

  it('are the 12 innermost of the first 32 lines', () => {
    const own = Array.from({ length: 40 }, (_, line) => `x (app://finder/assets/index.js:${line + 1}:1)`);
    const { frames, foreign } = describeHere(failed(own));
    expect(frames.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(foreign).toBe(0);
    const others = Array.from({ length: 100 }, () => 'x (file:///home/jane/x.js:1:2)');
    expect(describeHere(failed(others))).toMatchObject({ frames: [], foreign: 32 });
  });

  it('are not taken from the message', () => {
    const message = 'no\n    at x (app://finder/assets/index.js:5550123:4567)';
    const { frames } = describeHere(failed(['y (app://finder/assets/index.js:8:9)'], message));
    expect(frames).toEqual([{ file: 'renderer/index', line: 8, column: 9 }]);
  });

  it('are not taken when the message was changed, and nobody knows where it ends', () => {
    const error = failed(
      ['y (app://finder/assets/index.js:8:9)'],
      'a\n    at x (app://finder/assets/index.js:5550123:1)',
    );
    error.message = 'changed';
    expect(describeHere(error).frames).toEqual([]);
    error.message = '';
    expect(describeHere(error).frames).toEqual([]);
  });

  it.each([
    ['no message', () => Reflect.construct(TypeError, [])],
    ['no message and a colon', () => failed(['x (app://finder/assets/index.js:1:2)'], '')],
    ['a message', () => new TypeError('a: b')],
    ['a message of many lines', () => new RangeError('a\n    at b (c:1:2)\nd')],
    ['a code in the header', () => failed(['x (app://finder/assets/index.js:1:2)'], 'no', 'TypeError [ERR_X]')],
  ])('are found after %s as V8 writes it', (_, make) => {
    const error = make();
    const here = describeError(
      error,
      inMain,
      [{ folder: `${import.meta.dirname}/`, part: 'main' }, ...roots],
      finderErrors,
    );
    expect(here.frames.length + here.foreign).toBeGreaterThan(0);
  });

  it('are found of real errors', () => {
    const folder = new URL('./', import.meta.url).href;
    const { stack } = new Error('x');
    const root = stack?.includes(folder) ? folder : import.meta.dirname;
    // Test files are TypeScript; only the extension differs from a bundle's.
    const error = new Error('x');
    error.stack = error.stack?.replaceAll('.test.ts:', '.js:') ?? '';
    const { frames } = describeError(error, inMain, [{ folder: root, part: 'main' }], finderErrors);
    expect(frames[0]?.file).toBe('main/other');
    expect(frames[0]?.line).toBeGreaterThan(100);
  });
});

describe('a report of a crash', () => {
  it.each([
    ['crashed', 'crashed'],
    ['oom', 'oom'],
    ['memory-eviction', 'memory-eviction'],
    ['jane.doe', 'other'],
    [undefined, 'other'],
  ])('for the reason %s', (reason, expected) => {
    const report = describeCrash('renderer', 'render-process-gone', reason);
    expect(report).toEqual({
      class: 'none',
      code: 'none',
      process: 'renderer',
      handledBy: 'render-process-gone',
      reason: expected,
      frames: [],
      foreign: 0,
    });
    expect(isErrorReport(report)).toBe(true);
  });

  it('has no reason for a crash dump', () => {
    expect(describeCrash('main', 'native-crash', 'jane.doe').reason).toBe('none');
  });

  it.each([
    [{ type: 'GPU', name: 'GPU' }, 'gpu'],
    [{ type: 'Utility', name: 'Finder engine' }, 'engine'],
    [{ type: 'Utility', name: 'Network Service' }, 'helper'],
    [{ type: 'Zygote' }, 'helper'],
    [{}, 'helper'],
  ])('knows the process of %o', (details, expected) => {
    expect(processOfChild(details, 'Finder engine')).toBe(expected);
  });
});

describe('the fingerprint', () => {
  const report = describeHere(failed(['x (app://finder/assets/index.js:1:2)']));
  const print = (change: Partial<ErrorReport>) => fingerprintOf({ ...report, ...change }, sha256);

  it('is SHA-256 in hexadecimal, the same for the same error', () => {
    expect(print({})).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprintOf(describeHere(failed(['x (app://finder/assets/index.js:1:2)'], 'other')), sha256)).toBe(
      print({}),
    );
  });

  it('depends on everything but the foreign lines', () => {
    expect(print({ foreign: 7 })).toBe(print({}));
    const others: Partial<ErrorReport>[] = [
      { class: 'TypeError' },
      { code: 'ENOENT' },
      { process: 'renderer' },
      { handledBy: 'boundary' },
      { reason: 'oom' },
      { frames: [] },
      { frames: [{ file: 'renderer/index', line: 1, column: 3 }] },
      { frames: [{ file: 'renderer/index', line: 2, column: 2 }] },
      { frames: [{ file: 'renderer/other', line: 1, column: 2 }] },
    ];
    expect(new Set([print({}), ...others.map(print)]).size).toBe(others.length + 1);
  });
});

describe('reading a report', () => {
  const report = describeHere(failed(['x (app://finder/assets/index.js:1:2)']));
  const [frame] = report.frames;

  it('takes what was described', () => {
    expect(isErrorReport(JSON.parse(JSON.stringify(report)))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['a text', 'jane.doe'],
    ['a missing field', { ...report, foreign: undefined }],
    ['an additional field', { ...report, message: 'jane.doe' }],
    ['an unknown class', { ...report, class: 'JaneError' }],
    ['an unknown code', { ...report, code: 'EJANE' }],
    ['an unknown process', { ...report, process: 'jane' }],
    ['an unknown handler', { ...report, handledBy: 'jane' }],
    ['a reason for something thrown', { ...report, reason: 'oom' }],
    ['a crash with a class', { ...report, handledBy: 'native-crash' }],
    ['something thrown without a class', { ...report, class: 'none' }],
    ['too many frames', { ...report, frames: Array.from({ length: 13 }, () => frame) }],
    ['frames that are none', { ...report, frames: 'jane.doe' }],
    ['a frame of another file', { ...report, frames: [{ ...frame, file: '/home/jane/x.js' }] }],
    ['a frame with a name', { ...report, frames: [{ ...frame, name: 'jane' }] }],
    ['half a line', { ...report, frames: [{ ...frame, line: 0.5 }] }],
    ['a column past the bound', { ...report, frames: [{ ...frame, column: 10_000_000 }] }],
    ['too many foreign lines', { ...report, foreign: 33 }],
  ])('refuses %s', (_, value) => {
    expect(isErrorReport(value)).toBe(false);
  });
});
