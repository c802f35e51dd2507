import { describe, expect, it } from 'vitest';
import { commandIds } from '../../../app/commands/catalogue.ts';
import { benchCorpus, corpusHash, corpusSizes, entropyPerEvent, expectedUsage } from '../../bench/corpus/corpus.ts';
import { corpusCommands, generateCorpus } from '../../bench/corpus/generate.ts';
import { exponential, seededRandom, weighted, zipf } from '../../bench/corpus/random.ts';

describe('the corpus', () => {
  it.each(corpusSizes)('of %d events is the one of the published figures', (size) => {
    expect(benchCorpus(size)).toHaveLength(size);
  });

  it('depends on its seed alone', () => {
    expect(corpusHash(generateCorpus(1, 500))).toBe(corpusHash(generateCorpus(1, 500)));
    expect(corpusHash(generateCorpus(1, 500))).not.toBe(corpusHash(generateCorpus(2, 500)));
  });

  it('of fewer events is the beginning of one of more', () => {
    expect(generateCorpus(1, 100)).toEqual(generateCorpus(1, 300).slice(0, 100));
  });

  it('has sixty different commands, those of the catalogue among them', () => {
    expect(new Set(corpusCommands).size).toBe(60);
    expect(commandIds.filter((id) => corpusCommands.includes(id)).length).toBeGreaterThanOrEqual(37);
    expect(new Set(generateCorpus(1, 10_000).map(({ command }) => command)).size).toBe(60);
  });

  it('is skewed, with four sources and gaps of 15 s on average', () => {
    const events = generateCorpus(1, 10_000);
    const first = events.filter(({ command }) => command === corpusCommands[0]).length;
    expect(first / events.length).toBeCloseTo(1 / zipf(60).reduce((sum, weight) => sum + weight, 0), 1);
    expect(new Set(events.map(({ source }) => source)).size).toBe(4);
    expect((events.at(-1)?.at ?? 0) / events.length / 15_000).toBeCloseTo(1, 1);
  });

  it('goes on the wire in whole seconds that never go back', () => {
    const times = expectedUsage(generateCorpus(1, 1000)).map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('of one event, again and again, holds no information', () => {
    const event = generateCorpus(1, 1).map((only) => ({ ...only, at: 0 }));
    expect(entropyPerEvent([...event, ...event])).toBeCloseTo(0);
  });
});

describe('seeded randomness', () => {
  it('gives the same numbers for the same seed, all of them in [0, 1)', () => {
    const [one, other] = [seededRandom(7), seededRandom(7)];
    const numbers = Array.from({ length: 1000 }, one);
    expect(numbers).toEqual(Array.from({ length: 1000 }, other));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  });

  it('draws by weight and never beyond the last item', () => {
    const draw = weighted([1, 0, 3]);
    expect([0, 0.24, 0.26, 0.999].map((point) => draw(() => point))).toEqual([0, 0, 2, 2]);
    expect(draw(() => 1)).toBe(2);
  });

  it('an exponential gap is never negative or without end', () => {
    expect(exponential(() => 0, 15)).toBeCloseTo(0);
    expect(Number.isFinite(exponential(() => 1 - Number.EPSILON, 15))).toBe(true);
  });
});
