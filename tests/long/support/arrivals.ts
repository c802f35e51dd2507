import type { Batch } from '../../../client/core/batch/batch.ts';

/** A batch, and the UTC day on which it was received first, in days since 1970-01-01. */
export interface Arrival {
  readonly day: number;
  readonly batch: Batch;
}

/** Days since 1970-01-01, both included. */
export interface Days {
  readonly from: number;
  readonly to: number;
}

/** A row of an answer: what it is of, as one text, its sum and its different installations. */
export type Figures = Readonly<Record<string, readonly [sum: number, installations: number]>>;

/** What a row of a question is of, and how much a batch adds to it. `opens`: whether it is the first of its session. */
type Counting = (batch: Batch, opens: boolean) => readonly (readonly [of: string, n: number])[];

const session = (opens: boolean) => (opens ? 1 : 0);

/** As the questions say it (docs/answers-and-privacy.md), and by nothing that the collector is made of. */
export const COUNTING: Readonly<Record<string, Counting>> = {
  totals: (_, opens) => [['', session(opens)]],
  features: ({ usage }) => usage.map(({ command }) => [command, 1]),
  sources: ({ usage }) => usage.map(({ command, source }) => [`${command} ${source}`, 1]),
  platforms: ({ context: { os, osVersion, distribution, architecture } }, opens) => [
    [[os, osVersion, distribution, architecture].join(' '), session(opens)],
  ],
  versions: ({ context: { product, version, runtime } }, opens) => [
    [[product, version, runtime].join(' '), session(opens)],
  ],
  completeness: ({ dropped }) => Object.entries(dropped),
};

/**
 * The rows of a question as a person would count them: each batch once, on the day on which it came first; a session on the
 * day of its first batch.
 * @param isOf which of the batches the answer is about.
 */
export function counted(
  question: string,
  arrivals: readonly Arrival[],
  { from, to }: Days,
  isOf: (batch: Batch) => boolean = () => true,
): Figures {
  const opening = new Map<string, Arrival>();
  const keyOf = ({ batch: { envelope } }: Arrival) => `${envelope.installation} ${envelope.session}`;
  for (const arrival of arrivals) {
    const known = opening.get(keyOf(arrival));
    if (!known || arrival.day < known.day) opening.set(keyOf(arrival), arrival);
  }
  const rows = new Map<string, { sum: number; who: Set<string> }>();
  for (const arrival of arrivals) {
    if (arrival.day < from || arrival.day > to || !isOf(arrival.batch)) continue;
    for (const [of, n] of COUNTING[question]?.(arrival.batch, opening.get(keyOf(arrival)) === arrival) ?? []) {
      const row = rows.get(of) ?? { sum: 0, who: new Set() };
      rows.set(of, { sum: row.sum + n, who: row.who.add(arrival.batch.envelope.installation) });
    }
  }
  return Object.fromEntries([...rows].map(([of, { sum, who }]) => [of, [sum, who.size] as const]));
}

/** The most that one installation adds to each row. */
export function largest(question: string, arrivals: readonly Arrival[], days: Days): Readonly<Record<string, number>> {
  const most = new Map<string, number>();
  const byInstallation = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { installation } = arrival.batch.envelope;
    const its = byInstallation.get(installation) ?? [];
    byInstallation.set(installation, its);
    its.push(arrival);
  }
  for (const its of byInstallation.values()) {
    for (const [of, [sum]] of Object.entries(counted(question, its, days)))
      most.set(of, Math.max(most.get(of) ?? 0, sum));
  }
  return Object.fromEntries(most);
}
