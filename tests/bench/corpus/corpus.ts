import { createHash } from 'node:crypto';
import { usageCorpus } from '../../fixtures/usage-corpus.ts';
import { type CorpusEvent, generateCorpus } from './generate.ts';

/** The sizes for which figures are published. */
export const corpusSizes = [200, 10_000] as const;
export type CorpusSize = (typeof corpusSizes)[number];

/** SHA-256 of a corpus, over all its columns. */
export function corpusHash(events: readonly CorpusEvent[]): string {
  const hash = createHash('sha256');
  for (const { command, source, at, duration } of events) hash.update(`${command} ${source} ${at} ${duration}\n`);
  return hash.digest('hex');
}

/**
 * The corpus of every published figure.
 * @throws when it is not the one whose hash the fixture holds: figures of another corpus cannot be compared.
 */
export function benchCorpus(size: CorpusSize): CorpusEvent[] {
  const events = generateCorpus(usageCorpus.seed, size);
  const expected = usageCorpus.sha256[size];
  const found = corpusHash(events);
  if (found !== expected) throw new Error(`corpus of ${size}: its hash is ${found}, not ${expected}`);
  return events;
}

/** What an event becomes on the wire: whole seconds since the session began. */
export function expectedUsage(events: readonly CorpusEvent[]) {
  return events.map(({ command, source, at }) => ({ command, source, time: Math.floor(at / 1000) }));
}

/** Bits per event that the columns have at least, each by itself (order-0 entropy of command, source and gap). */
export function entropyPerEvent(events: readonly CorpusEvent[]): number {
  const usage = expectedUsage(events);
  const gaps = usage.map(({ time }, row) => time - (usage[row - 1]?.time ?? 0));
  return entropy(usage.map(({ command }) => command)) + entropy(usage.map(({ source }) => source)) + entropy(gaps);
}

function entropy(values: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / values.length;
    return sum - share * Math.log2(share);
  }, 0);
}
