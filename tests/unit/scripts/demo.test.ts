import { describe, expect, it } from 'vitest';
import { usageRows } from '../../../client/core/batch/usage-codec.ts';
import { wordsOf } from '../../../client/core/product/manifest.ts';
import { evaluate } from '../../../client/core/suggestions/evaluate.ts';
import { compileSuggestions } from '../../../client/core/suggestions/for-product.ts';
import { demoRules } from '../../../scripts/demo/rules.ts';
import { type Received, receivedOf, someoneOf } from '../../../scripts/demo/sessions.ts';
import { DAYS, organisations, stories } from '../../../scripts/demo/story.ts';

const FIRST_DAY = 20_600;
const SCALE = 0.25;

/** Each of them has passed through the codec of its product. */
const all: readonly (readonly Received[])[] = stories.map((story, at) => [
  ...receivedOf(story, FIRST_DAY, 1 + at, SCALE),
]);

const batches = all.flat().map(({ batch }) => batch);

/** The middle bucket of an operation. */
function medianBucket(version: string, operation: string): number {
  const durations = batches
    .filter(({ context }) => context.version === version)
    .flatMap(({ operations }) => {
      let at = 0;
      return operations.operation.flatMap((name, row) => {
        let bucket = 0;
        const filled = Array.from({ length: operations.buckets[row] ?? 0 }, () => {
          bucket += operations.bucket[at] ?? 0;
          return { bucket, count: operations.count[at++] ?? 0 };
        });
        return name === operation ? filled.flatMap(({ bucket: its, count }) => Array<number>(count).fill(its)) : [];
      });
    })
    .sort((a, b) => a - b);
  return durations[Math.floor(durations.length / 2)] ?? Number.NaN;
}

describe('the sessions of the demo', () => {
  it('are the same in each run, and end with yesterday', () => {
    const [story] = stories;
    if (!story) throw new Error('there is no story');
    expect([...receivedOf(story, FIRST_DAY, 1, 0.02)]).toEqual([...receivedOf(story, FIRST_DAY, 1, 0.02)]);
    const days = all.flat().map(({ day }) => day);
    expect(Math.min(...days)).toBe(0);
    expect(Math.max(...days)).toBe(DAYS - 1);
  });

  it('tell of two products and three organisations, each of them by more than five installations', () => {
    const of = (is: (batch: (typeof batches)[number]) => boolean) =>
      new Set(batches.filter(is).map(({ envelope }) => envelope.installation)).size;
    for (const { product } of stories) expect(of(({ context }) => context.product === product.id)).toBeGreaterThan(20);
    for (const [domain] of organisations)
      expect(
        of(({ organisation }) => organisation.domain === domain),
        domain,
      ).toBeGreaterThan(5);
  });

  it('tell of a release that made searching slower, and of an error that came with one and left with the next', () => {
    // Eight buckets are twice as long.
    expect(medianBucket('1.2.0', 'finder.search') - medianBucket('1.1.0', 'finder.search')).toBeGreaterThanOrEqual(4);
    expect(Math.abs(medianBucket('1.1.0', 'finder.search') - medianBucket('1.0.0', 'finder.search'))).toBeLessThan(3);
    const versions = new Set(
      batches
        .filter(({ errors }) => errors.some(({ report }) => report.class === 'RangeError'))
        .map(({ context }) => context.version),
    );
    expect([...versions]).toEqual(['1.1.0']);
  });

  it('meet each of the published rules, by more installations than five', () => {
    for (const { rules, manifest } of demoRules) {
      const dated = { ...rules, serial: 1, issued: '2026-03-01', expires: '2026-05-01' };
      const { document, problems } = compileSuggestions(dated, { id: manifest.product, words: wordsOf(manifest) });
      expect(problems).toEqual([]);
      const met = new Map<string, Set<string>>();
      for (const { envelope, context, usage, ...rest } of batches) {
        if (context.product !== manifest.product) continue;
        const facts = { ...rest, level: envelope.level, context, usage: usageRows(usage) };
        for (const { rule } of evaluate(document?.rules ?? [], facts)) {
          met.set(rule.id, (met.get(rule.id) ?? new Set()).add(envelope.installation));
        }
      }
      for (const { id } of rules.rules) expect(met.get(id)?.size, id).toBeGreaterThan(5);
    }
  });

  it('have somebody whom support can look up, with errors and with what the app noted', () => {
    const [story] = stories;
    if (!story) throw new Error('there is no story');
    const someone = someoneOf(story, 1, SCALE);
    const its = batches.filter(({ envelope }) => envelope.installation === someone);
    expect(its.length).toBeGreaterThan(50);
    expect(its.flatMap(({ errors }) => errors).length).toBeGreaterThan(0);
    expect(new Set(its.flatMap(({ logs }) => logs.map(({ code }) => code)))).toContain('engine.started');
  });
});
