import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FinderLog } from '../../../../../app/finder/product.ts';
import { logLine } from '../../../../../client/core/logs/log-lines.ts';
import { logLevels } from '../../../../../client/core/product/words.ts';
import { SESSION_SECONDS } from '../../../../../client/core/registry/field-types.ts';
import { languages } from '../../../../../client/core/texts/language.ts';
import { finderLines } from '../../../../support/finder-format.ts';

describe('a log line', () => {
  it('holds its code, whole seconds, and its parameters in the order of the code', () => {
    expect(logLine(finderLines, 'app.started', 0, { before: 'killed' })).toEqual({
      code: 'app.started',
      time: 0,
      values: ['killed'],
    });
    expect(logLine(finderLines, 'delivery.failed', 12.7, { attempt: 9.9, outcome: 'tls' })).toEqual({
      code: 'delivery.failed',
      time: 12,
      values: ['tls', 9],
    });
    expect(logLine(finderLines, 'app.session-ended', 3, {})).toEqual({
      code: 'app.session-ended',
      time: 3,
      values: [],
    });
  });

  it('takes no free text: it does not compile', () => {
    const log: FinderLog = () => undefined;
    const never = (): void => {
      const text: string = 'jane.doe';
      // @ts-expect-error a text is no code
      log(text, {});
      // @ts-expect-error a text is no entry of a closed list
      log('app.started', { before: text });
      // @ts-expect-error a text is no number
      log('engine.exited', { after: text });
      // @ts-expect-error a code has no other parameters than its own
      log('engine.exited', { after: 1, file: text });
      // @ts-expect-error a code has all of its parameters
      log('delivery.failed', { outcome: 'tls' });
      // @ts-expect-error a code with parameters is not logged alone
      log('engine.exited');
      // @ts-expect-error a code without parameters is logged alone
      log('app.session-ended', { note: text });
    };
    expect(never).toBeTypeOf('function');
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['a text', { outcome: 'jane.doe', attempt: 1 }],
    ['no number', { outcome: 'tls', attempt: Number.NaN }],
    ['a number in a text', { outcome: 'tls', attempt: '1' }],
    ['a missing parameter', { outcome: 'tls' }],
    ['nothing', {}],
  ])('is not made with %s', (_, parameters) => {
    expect(logLine(finderLines, 'delivery.failed', 1, parameters)).toBeUndefined();
  });

  it('has its numbers cut off at their bounds', () => {
    const attempts = [1e9, -4, Number.POSITIVE_INFINITY].map((attempt) =>
      logLine(finderLines, 'engine.started', 0, { attempt }),
    );
    expect(attempts.map((line) => line?.values[0])).toEqual([100, 0, 100]);
    expect(logLine(finderLines, 'app.session-ended', 1e12, {})?.time).toBe(SESSION_SECONDS);
    expect(logLine(finderLines, 'app.session-ended', -1, {})?.time).toBe(0);
  });

  it('holds nothing but values of its parameters, whatever it is handed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(finderLines)), fc.anything(), fc.anything(), (code, first, second) => {
        const types = Object.entries(finderLines[code]?.parameters ?? {});
        const line = logLine(
          finderLines,
          code,
          1,
          Object.fromEntries(types.map(([name], at) => [name, [first, second][at]])),
        );
        expect(line?.values.length ?? types.length).toBe(types.length);
        for (const [at, value] of (line?.values ?? []).entries()) {
          const type = types[at]?.[1];
          if (type?.kind === 'enum') expect(type.values).toContain(value);
          else expect(type && Number.isInteger(value) && Number(value) >= 0 && Number(value) <= type.max).toBe(true);
        }
      }),
    );
  });
});

describe('the codes', () => {
  it('say what they mean, and have closed parameters only', () => {
    for (const { level, title, parameters } of Object.values(finderLines)) {
      expect(logLevels).toContain(level);
      for (const language of languages) {
        expect(title[language]).toMatch(/^[A-Z].+\.$/);
        const named = [...title[language].matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
        expect(named.toSorted()).toEqual(Object.keys(parameters).toSorted());
      }
      for (const type of Object.values(parameters)) {
        if (type.kind === 'enum') expect(type.values.length).toBeGreaterThan(1);
        else expect(type.max).toBeLessThanOrEqual(4_294_967_295);
      }
    }
  });
});
