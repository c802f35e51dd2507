import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLogCode, logCodes, logLevels, logSpec } from '../../../../../app/telemetry/logs/log-codes.ts';
import { readLogColumns, toLogColumns } from '../../../../../app/telemetry/logs/log-columns.ts';
import { type LogLine, MAX_LOG_LINES, MAX_LOG_SECONDS } from '../../../../../app/telemetry/logs/log-lines.ts';
import { ProductLog } from '../../../../../app/telemetry/logs/product-log.ts';

function logging() {
  const time = { seconds: 0 };
  const log = new ProductLog(() => time.seconds);
  log.setCollecting(true);
  return { log, time };
}

describe('the product log', () => {
  it('keeps what is logged, in order, with the time', () => {
    const { log, time } = logging();
    log.log('app.started', { before: 'killed' });
    time.seconds = 12.7;
    log.log('engine.exited', { after: 9.9 });
    log.log('app.session-ended');
    expect(log.lines()).toEqual([
      { code: 'app.started', time: 0, values: ['killed'] },
      { code: 'engine.exited', time: 12, values: [9] },
      { code: 'app.session-ended', time: 12, values: [] },
    ]);
  });

  it('takes no free text: it does not compile', () => {
    const { log } = logging();
    const never = (): void => {
      const text: string = 'jane.doe';
      // @ts-expect-error a text is no code
      log.log(text, {});
      // @ts-expect-error a text is no entry of a closed list
      log.log('app.started', { before: text });
      // @ts-expect-error a text is no number
      log.log('engine.exited', { after: text });
      // @ts-expect-error a code has no other parameters than its own
      log.log('engine.exited', { after: 1, file: text });
      // @ts-expect-error a code has all of its parameters
      log.log('delivery.failed', { outcome: 'tls' });
      // @ts-expect-error a code with parameters is not logged alone
      log.log('engine.exited');
      // @ts-expect-error a code without parameters is logged alone
      log.log('app.session-ended', { note: text });
    };
    expect(never).toBeTypeOf('function');
  });

  it.each<[string, never]>([
    ['a text', { outcome: 'jane.doe', attempt: 1 } as never],
    ['no number', { outcome: 'tls', attempt: Number.NaN } as never],
    ['a number in a text', { outcome: 'tls', attempt: '1' } as never],
    ['a missing parameter', { outcome: 'tls' } as never],
    ['nothing', undefined as never],
  ])('loses and counts a line whose types were circumvented with %s', (_, parameters) => {
    const { log } = logging();
    log.log('delivery.failed', parameters);
    expect(log.lines()).toEqual([]);
    expect(log.dropped).toBe(1);
  });

  it('cuts numbers off at their bounds', () => {
    const { log, time } = logging();
    time.seconds = 1e12;
    log.log('engine.started', { attempt: 1e9 });
    log.log('engine.started', { attempt: -4 });
    log.log('engine.started', { attempt: Number.POSITIVE_INFINITY });
    expect(log.lines().map(({ values }) => values[0])).toEqual([100, 0, 100]);
    expect(log.lines()[0]?.time).toBe(MAX_LOG_SECONDS);
  });

  it('keeps the newest 500 lines and counts the others', () => {
    const { log, time } = logging();
    for (time.seconds = 0; time.seconds < 1234; time.seconds++) log.log('app.session-ended');
    const times = log.lines().map((line) => line.time);
    expect(times).toEqual(Array.from({ length: MAX_LOG_LINES }, (_, index) => 1234 - MAX_LOG_LINES + index));
    expect(log.dropped).toBe(1234 - MAX_LOG_LINES);
    expect(readLogColumns(log.columns())).toHaveLength(MAX_LOG_LINES);
  });

  it('keeps nothing while it is off, and forgets when it is switched off', () => {
    const log = new ProductLog(() => 0);
    log.log('app.session-ended');
    expect(log.lines()).toEqual([]);
    log.setCollecting(true);
    log.log('app.session-ended');
    log.setCollecting(false);
    expect(log.lines()).toEqual([]);
    expect(log.dropped).toBe(0);
  });
});

/** Any line that can be written. */
const line: fc.Arbitrary<Omit<LogLine, 'time'>> = fc.constantFrom(...logCodes).chain((code) => {
  const values = Object.values(logSpec(code).parameters).map((type) =>
    type.kind === 'enum' ? fc.constantFrom(...type.values) : fc.nat({ max: type.max }),
  );
  return fc.tuple(...values).map((chosen) => ({ code, values: chosen }));
});
const lines = fc
  .array(fc.tuple(line, fc.nat({ max: MAX_LOG_SECONDS })), { maxLength: 60 })
  .map((entries) => entries.map(([entry, time]): LogLine => ({ ...entry, time })).sort((a, b) => a.time - b.time));

describe('columns of log lines', () => {
  it('give the same lines back', () => {
    fc.assert(
      fc.property(lines, (written) => {
        expect(readLogColumns(JSON.parse(JSON.stringify(toLogColumns(written))))).toEqual(written);
      }),
    );
  });

  it('hold each code and word once', () => {
    const { log } = logging();
    for (let times = 0; times < 3; times++) log.log('store.write-failed', { store: 'settings', reason: 'full' });
    expect(log.columns()).toEqual({
      codes: ['store.write-failed'],
      words: ['settings', 'full'],
      code: [0, 0, 0],
      time: [0, 0, 0],
      values: [0, 1, 0, 1, 0, 1],
    });
  });

  const good = {
    codes: ['delivery.failed'],
    words: ['tls'],
    code: [0],
    time: [5],
    values: [0, 3],
  };
  it('are read when they are good', () => {
    expect(readLogColumns(good)).toEqual([{ code: 'delivery.failed', time: 5, values: ['tls', 3] }]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['a missing column', { ...good, words: undefined }],
    ['another column', { ...good, note: ['jane.doe'] }],
    ['a column that is none', { ...good, words: 'tls' }],
    ['an unknown code', { ...good, codes: ['jane.doe'] }],
    ['a code that nothing uses', { ...good, codes: ['delivery.failed', 'app.started'] }],
    ['a word that nothing uses', { ...good, words: ['tls', 'jane.doe'] }],
    ['a word twice', { ...good, code: [0, 0], time: [1, 1], words: ['tls', 'tls'], values: [0, 1, 1, 1] }],
    ['a word of another list', { ...good, words: ['settings'] }],
    ['a word that is none', { ...good, words: [7] }],
    ['no word', { ...good, words: [], values: [0, 3] }],
    ['a number past its bound', { ...good, values: [0, 1001] }],
    ['half a number', { ...good, values: [0, 0.5] }],
    ['too few values', { ...good, values: [0] }],
    ['too many values', { ...good, values: [0, 3, 1] }],
    ['columns of two lengths', { ...good, time: [5, 6] }],
    ['a negative time', { ...good, time: [-1] }],
    ['a time past the bound', { ...good, time: [MAX_LOG_SECONDS + 1] }],
    ['an index that is none', { ...good, code: ['0'] }],
    [
      'too many lines',
      {
        codes: ['app.session-ended'],
        words: [],
        code: Array(MAX_LOG_LINES + 1).fill(0),
        time: Array(MAX_LOG_LINES + 1).fill(0),
        values: [],
      },
    ],
  ])('are refused with %s', (_, columns) => {
    expect(readLogColumns(columns)).toBeUndefined();
  });

  it('are refused, not thrown at, for any value whatever', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => readLogColumns(value)).not.toThrow();
      }),
    );
  });
});

describe('the codes', () => {
  it('say what they mean, and have closed parameters only', () => {
    for (const code of logCodes) {
      const { level, purpose, parameters } = logSpec(code);
      expect(logLevels).toContain(level);
      expect(purpose).toMatch(/^[A-Z].+\.$/);
      for (const type of Object.values(parameters)) {
        if (type.kind === 'enum') expect(type.values.length).toBeGreaterThan(1);
        else expect(type.max).toBeLessThanOrEqual(4_294_967_295);
      }
    }
  });

  it.each(['jane.doe', 'toString', '__proto__', '', undefined, 0])('do not include %s', (text) => {
    expect(findLogCode(text)).toBeUndefined();
  });
});
