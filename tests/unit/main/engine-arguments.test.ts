import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_CLOCK_AHEAD, readEngineArguments } from '../../../app/finder/engine-arguments.ts';
import { defaultSettings } from '../../../app/settings.ts';
import { engineArguments, historySettings } from '../../../main/engine-arguments.ts';

const start = {
  locale: 'it-CH',
  collecting: true,
  main: 4000,
  profile: '/home/zoë/.config/Candor Finder',
  packaged: false,
};
const read = (environment: Record<string, string>, packaged = false) =>
  readEngineArguments(['/electron', 'finder-engine.js', ...engineArguments({ ...start, packaged, environment })]);

describe('what the engine is started with', () => {
  it('is read as it was written', () => {
    expect(read({})).toEqual({
      locale: 'it-CH',
      collecting: true,
      main: 4000,
      history: path.join('/home/zoë/.config/Candor Finder', 'history'),
      clockAhead: 0,
    });
  });

  it.each<[string, number]>([
    ['600000', 600_000],
    ['-600000', -600_000],
    ['', 0],
    ['1.5', 0],
    ['1e9', 0],
    ['soon', 0],
    [String(MAX_CLOCK_AHEAD + 1), 0],
    ['999999999999999999', 0],
  ])('moves the clock by %j', (text, clockAhead) => {
    expect(read({ CANDOR_CLOCK_AHEAD: text }).clockAhead).toBe(clockAhead);
  });

  it('leaves the clock alone in a build that users get', () => {
    expect(read({ CANDOR_CLOCK_AHEAD: '600000' }, true).clockAhead).toBe(0);
  });

  it.each([[], ['collecting'], ['{}'], ['{"locale":"en"}'], ['null']])(
    'is refused when main has not said it: %j',
    (...words) => {
      expect(() => readEngineArguments(['/electron', 'finder-engine.js', ...words])).toThrow();
    },
  );

  it('names no program that is left out: everybody on the computer can read it', () => {
    const settings = { ...defaultSettings, excludedPrograms: ['diary'], history: false, historyDays: 7 };
    expect(historySettings(settings)).toEqual({ on: false, days: 7, megabytes: 200, memory: 128, excluded: ['diary'] });
    expect(engineArguments({ ...start, environment: {} }).join()).not.toContain('diary');
  });
});
