import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../../../../client/core/errors/error-report.ts';
import { reportShape } from '../../../../../client/core/errors/read-report.ts';
import { catchers } from '../../../../../client/core/errors/vocabulary.ts';
import { cpuTime } from '../../../../support/cpu-time.ts';
import { finderErrors } from '../../../../support/finder-format.ts';

const isErrorReport = reportShape(finderErrors);

/** What must never be in a report, in every form that a part of an error may take. */
const markers = [
  'jane.doe',
  'JaneDoe',
  'payroll-2026',
  'wks-4711',
  'jane@contoso.com',
  '203.0.113.7',
  '/home/jane',
  'C:\\Users\\jane',
];
const leak = /jane|doe|payroll|4711|contoso|203\.0\.113/i;

/** Far above what it takes, far below what an expression that backtracks would take. */
const QUICK_MS = 2000;

const roots = [
  { folder: 'app://finder/assets/', part: 'renderer' },
  { folder: 'C:\\Users\\jane\\AppData\\Candor Finder\\out\\main', part: 'main' },
  { folder: '/home/jane/candor-finder/out/main/', part: 'main' },
] as const;

/** Describes `thrown` and checks that the report is one, and that nothing private is in it. */
function check(thrown: unknown, handledBy: (typeof catchers)[number] = 'uncaught') {
  const report = describeError(thrown, { process: 'renderer', handledBy }, roots, finderErrors);
  const text = JSON.stringify(report);
  expect(isErrorReport(JSON.parse(text))).toBe(true);
  expect(text).not.toMatch(leak);
  expect(text.length).toBeLessThan(1200);
  return report;
}

function throwing(what: unknown = new Error('jane.doe')): never {
  throw what;
}

const everyTrap = new Proxy({}, { get: () => throwing });

describe('nothing private of an error is kept', () => {
  it.each(markers)('not with %s in every part of it', (marker) => {
    const error = Object.assign(new Error(`cannot open ${marker}`, { cause: new Error(marker) }), {
      name: marker,
      code: marker,
      path: marker,
      syscall: marker,
      [marker]: marker,
    });
    check(error);
    error.stack = [
      `Error: cannot open ${marker}`,
      `    at ${marker} (app://finder/assets/index-BjFl2MlH.js:1:2)`,
      `    at x (${marker}:1:2)`,
      `    at x (app://finder/assets/${marker}.js:1:2)`,
      `    at x (/home/jane/candor-finder/out/main/index.js:3:4)`,
      `    at x (C:\\Users\\jane\\AppData\\Candor Finder\\out\\main\\lib.js:5:6)`,
    ].join('\n');
    expect(check(error).frames.map(({ file }) => file)).toEqual(expect.arrayContaining(['renderer/index', 'main/lib']));
  });

  it('not of a class whose name is private', () => {
    class JaneDoeError extends Error {
      override name = 'jane.doe';
    }
    check(new JaneDoeError('jane.doe'));
  });

  it('not of causes, however deep or circular', () => {
    const inner: Error & { cause?: unknown } = new Error('jane.doe');
    const outer = new AggregateError([inner, 'jane.doe'], 'jane.doe', { cause: inner });
    inner.cause = outer;
    check(outer);
  });
});

describe('whatever is thrown is described', () => {
  it.each<[string, () => unknown]>([
    ['null', () => null],
    ['undefined', () => undefined],
    ['a text', () => 'jane.doe'],
    ['a large number', () => 10n ** 100n],
    ['a symbol', () => Symbol('jane.doe')],
    ['an object without prototype', () => Object.create(null)],
    ['a frozen error', () => Object.freeze(new Error('jane.doe'))],
    ['a getter that throws', () => Object.defineProperty(new Error('jane.doe'), 'stack', { get: throwing })],
    [
      'getters that throw everywhere',
      () =>
        Object.defineProperties(
          new Error('jane.doe'),
          Object.fromEntries(['name', 'message', 'code', 'stack'].map((key) => [key, { get: throwing }])),
        ),
    ],
    ['a proxy that refuses everything', () => new Proxy(new Error('jane.doe'), everyTrap)],
    [
      'a proxy that throws what refuses to be read',
      () => new Proxy({}, { get: () => throwing(new Proxy({}, everyTrap)) }),
    ],
    ['a function of a proxy', () => new Proxy(() => 1, everyTrap)],
    [
      'a revoked proxy',
      () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return proxy;
      },
    ],
    ['a stack that is no text', () => Object.assign(new Error('jane.doe'), { stack: { toString: throwing } })],
    ['a message that is no text', () => Object.assign(new Error('x'), { message: ['jane.doe'] })],
    ['a tag that lies', () => ({ [Symbol.toStringTag]: 'Error', name: 'TypeError', stack: 'jane.doe' })],
    [
      'a class that says it is everything',
      () => ({ constructor: Error, __proto__: Error.prototype, message: 'jane.doe' }),
    ],
    ['a rejection with a promise', () => Promise.resolve('jane.doe')],
    [
      'a getter that gives something else each time',
      () => {
        let times = 0;
        return Object.defineProperty(new Error('jane.doe'), 'name', {
          get: () => (times++ % 2 === 0 ? 'TypeError' : 'jane.doe'),
        });
      },
    ],
  ])('%s', (_, make) => {
    for (const handledBy of catchers) check(make(), handledBy);
  });

  it('a stack that overflowed', () => {
    const recurse = (): number => recurse() + 1;
    try {
      recurse();
    } catch (error) {
      expect(check(error).class).toBe('RangeError');
    }
  });

  it.each([
    ['lines', '    at jane (file:///home/jane/x.js:1:2)\n'.repeat(200_000)],
    ['one line', `    at ${'jane '.repeat(1_000_000)}`],
    ['blanks', ' '.repeat(5_000_000)],
    ['brackets', `    at ${'('.repeat(1_000_000)}:1:2)`],
    ['colons', `    at ${':1'.repeat(1_000_000)}`],
  ])('a huge stack of %s, without delay', (_, text) => {
    const error = new Error('jane.doe');
    error.stack = `Error: jane.doe\n${text}`;
    expect(cpuTime(() => check(error))).toBeLessThan(QUICK_MS);
  });

  it('a huge message, without delay', () => {
    const error = new Error('jane\n    at app://finder/assets/index.js:1:2\n'.repeat(200_000));
    const taken = cpuTime(() => expect(check(error).frames).toEqual([]));
    expect(taken).toBeLessThan(QUICK_MS);
  });

  it('a stack that is cut off in the middle of a number, without that number', () => {
    const error = new Error('x');
    const line = '    at x (app://finder/assets/index.js:1:1234567)\n';
    error.stack = `Error: x\n${' '.repeat(32 * 1024 - line.length - 3)}\n${line}${line}`;
    expect(check(error).frames.every(({ column }) => column === 1_234_567)).toBe(true);
  });

  it('any value whatever', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (thrown) => {
          const report = describeError(thrown, { process: 'main', handledBy: 'rejection' }, roots, finderErrors);
          expect(isErrorReport(report)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('any stack, and no more of it than closed values and small numbers', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...markers,
        '\n',
        '\n    at ',
        'app://finder/assets/',
        'index-BjFl2MlH.js',
        ':1:2',
        '(',
        ')',
        ': ',
        ' ',
        'Error: ',
      ),
    );
    const text = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, fc.boolean(), (name, message, stack, withHeader) => {
        const error = Object.assign(new Error(message), { name, code: message });
        error.stack = withHeader ? `${name}: ${message}\n${stack}` : stack;
        check(error);
      }),
      { numRuns: 2000 },
    );
  });
});
