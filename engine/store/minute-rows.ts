import type { Tally } from './tally.ts';

/** An object that lived in a minute. */
export interface Candidate {
  /** What it used in that minute. */
  readonly minute: Pick<Tally, 'weight'>;
  /** It began or ended in that minute. */
  readonly brief: boolean;
}

/**
 * The objects of which a minute keeps a row, when there are more than `max`:
 *
 * 1. what began or ended in the minute, because no other minute shows it: the largest in CPU first, at most `maxBrief`;
 * 2. then in turns, until all places are given, the next largest in CPU, in memory, and in bytes read and written.
 *
 * Each object has one place. Ties are given to the one that comes first.
 */
export function chooseRows<C extends Candidate>(candidates: readonly C[], max: number, maxBrief: number): readonly C[] {
  if (candidates.length <= max) return candidates;
  const weighed = candidates.map((candidate) => ({ candidate, ...candidate.minute.weight }));
  const byCpu = weighed.toSorted((a, b) => b.cpu - a.cpu || b.memory - a.memory);
  const chosen = new Set(byCpu.filter(({ candidate }) => candidate.brief).slice(0, maxBrief));
  const rankings = [
    byCpu,
    weighed.toSorted((a, b) => b.memory - a.memory),
    weighed.toSorted((a, b) => b.moved - a.moved),
  ].map((ranking) => ranking[Symbol.iterator]());
  for (let turn = 0; chosen.size < max; turn++) {
    const ranking = rankings[turn % rankings.length];
    let next = ranking?.next();
    while (next && !next.done && chosen.has(next.value)) next = ranking?.next();
    if (next && !next.done) chosen.add(next.value);
  }
  return [...chosen].map(({ candidate }) => candidate);
}
