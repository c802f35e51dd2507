import { afterEach, describe, expect, it } from 'vitest';
import type { Gap } from '../../../../app/finder/history.ts';
import { historyLimits, MAX_EXCLUDED, MAX_PROGRAM_NAME } from '../../../../app/settings.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { whyNot } from '../../../../renderer/settings/excluded-programs.tsx';
import { gapToTell } from '../../../../renderer/settings/keep-recording-note.tsx';
import { entered, within } from '../../../../renderer/settings/number-setting.tsx';

afterEach(() => setLanguage('en'));

describe('a number that is typed', () => {
  it.each<[string | undefined, number]>([
    ['7', 7],
    [' 12 ', 12],
    ['', 30],
    [undefined, 30],
    ['-5', 30],
    ['1e3', 30],
    ['7.5', 30],
    ['9999999999', 30],
    ['seven', 30],
  ])('%j is it, or leaves the value as it is', (draft, value) => {
    expect(entered(draft, 30)).toBe(value);
  });

  it('is the limit beyond it', () => {
    expect([0, 15, 99].map((value) => within(historyLimits.days, value))).toEqual([1, 15, 30]);
  });
});

describe('a program that is to be left out', () => {
  it('is taken once, and while there is room', () => {
    expect(whyNot('diary', [])).toBeUndefined();
    expect(whyNot('diary', ['diary'])).toBe('diary is in the list already.');
    expect(whyNot('x', Array.from({ length: MAX_EXCLUDED }, String))).toBe('The list is full: 200 programs at most.');
    expect(whyNot('x'.repeat(MAX_PROGRAM_NAME + 1), [])).toBe('A name has 255 characters at most.');
  });

  it('is refused in the language of the window', () => {
    setLanguage('it');
    expect(whyNot('diario', ['diario'])).toBe('diario è già nell’elenco.');
  });
});

describe('the gap that is told when people are asked to keep recording', () => {
  const gap = (reason: Gap['reason'], minutes: number, from = 0): Gap => ({
    reason,
    from,
    to: from + minutes * 60_000,
  });

  it('is the latest that the closed app has left', () => {
    expect(gapToTell([gap('off', 5), gap('off', 90, 1e7), gap('asleep', 60, 1e8)])).toEqual(gap('off', 90, 1e7));
  });

  it('is none of a restart, of sleep, of a computer that was off, nor one that the person has cleared', () => {
    const gaps = [gap('off', 0.9), gap('asleep', 60), gap('down', 60), gap('cleared', 60), gap('damaged', 60)];
    expect(gapToTell(gaps)).toBeUndefined();
    expect(gapToTell([])).toBeUndefined();
  });
});
