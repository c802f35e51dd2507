import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { stepsOf, ticksBetween } from '../../../../collector/web/charts/histograms.ts';
import { formatDuration, formatParts, formatPoints, formatShare } from '../../../../collector/web/format.ts';
import { releasesOf } from '../../../../collector/web/pages/series.ts';

afterEach(() => setLanguage('en'));

describe('parts of a whole', () => {
  it.each([
    [
      [1, 1, 1],
      ['34%', '33%', '33%'],
    ],
    [
      [455, 265, 155, 125],
      ['46%', '27%', '15%', '12%'],
    ],
    [
      [0, 0],
      ['0%', '0%'],
    ],
    [[5], ['100%']],
    [[], []],
  ])('add up to a hundred: %j', (parts, texts) => {
    expect(formatParts(parts)).toEqual(texts);
  });
});

describe('figures', () => {
  it('are written as the language does', () => {
    expect([formatShare(0.2841), formatPoints(0.042), formatPoints(-0.1)]).toEqual(['28.4%', '+4.2', '-10']);
    expect([850, 1234, 3_400_000].map(formatDuration)).toEqual(['850\u00a0µs', '1.23\u00a0ms', '3.4\u00a0s']);
    setLanguage('it', 'it-IT');
    expect([formatShare(0.2841), formatDuration(1234)]).toEqual(['28,4%', '1,23\u00a0ms']);
  });
});

describe('a histogram', () => {
  it('is drawn by its density, and its open ends one doubling wide', () => {
    const steps = stepsOf([
      { above: 0, upTo: 1000, count: 10 },
      { above: 1000, upTo: 4000, count: 20 },
      { above: 4000, upTo: null, count: 10 },
    ]);
    expect(steps).toEqual([
      { from: 500, to: 1000, density: 0.25 },
      { from: 1000, to: 4000, density: 0.25 },
      { from: 4000, to: 8000, density: 0.25 },
    ]);
    expect(stepsOf([])).toEqual([]);
  });

  it('has at least two labels, and few', () => {
    expect(ticksBetween(3000, 30_000)).toEqual([5000, 10_000, 20_000]);
    expect(ticksBetween(1, 10_000_000)).toHaveLength(8);
    expect(ticksBetween(6000, 7000)).toEqual([6000, 7000]);
  });
});

describe('a release', () => {
  const row = (version: string) => ({ product: 'p', version, runtime: '1', sessions: 9, installations: 9, share: 1 });
  const period = (day: number, ...versions: string[]) => ({
    from: `2026-03-0${day}`,
    to: `2026-03-0${day}`,
    rows: versions.map(row),
  });

  it('is the day on which a version is seen first, and none of those that were there', () => {
    const periods = [
      period(1),
      period(2, '1.0.0'),
      period(3, '1.0.0', '1.1.0'),
      period(4, '1.1.0'),
      period(5, '1.0.0'),
    ];
    expect(releasesOf(periods, String)).toEqual([{ day: '2026-03-03', text: '1.1.0' }]);
    expect(releasesOf([], String)).toEqual([]);
  });
});
