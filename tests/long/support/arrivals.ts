import type { Batch } from '../../../client/core/batch/batch.ts';
import { type Arrival, expectedOf } from '../../integration/collector/support/expected.ts';
import { flowsIn } from '../../integration/collector/support/flows.ts';

export type { Arrival };

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

/** What stands beside every answer. */
export interface Completeness {
  readonly sessions: { readonly received: number | null; readonly expected: number | null };
  readonly parts: { readonly received: number | null; readonly expected: number | null };
  readonly lost: readonly { readonly reason: string; readonly lost: number }[];
}

const openingKey = ({ envelope }: Batch) => `${envelope.installation} ${envelope.session}`;

/** Received of expected, and what is missing of it as rows of the question, each installation and day by itself. */
export function completenessOf(
  arrivals: readonly Arrival[],
  { from, to }: Days,
  isOf: (batch: Batch) => boolean = () => true,
) {
  const opened = new Map<string, number>();
  for (const { day, batch } of arrivals) {
    opened.set(openingKey(batch), Math.min(day, opened.get(openingKey(batch)) ?? day));
  }
  const sums = { sessions: { received: 0, expected: 0 }, parts: { received: 0, expected: 0 } };
  const days = new Map<string, { who: string; sessions: number; parts: number }>();
  for (const { day, batch, sessions, parts, received } of expectedOf(arrivals)) {
    if (day < from || day > to || !isOf(batch)) continue;
    const opens = opened.get(openingKey(batch)) === day && opened.delete(openingKey(batch)) ? 1 : 0;
    sums.sessions.received += opens;
    sums.sessions.expected += sessions;
    sums.parts.received += received;
    sums.parts.expected += parts;
    const who = batch.envelope.installation;
    const its = days.get(`${who} ${day}`) ?? { who, sessions: 0, parts: 0 };
    days.set(`${who} ${day}`, { who, sessions: its.sessions + sessions - opens, parts: its.parts + parts - received });
  }
  const missing = new Map<string, { sum: number; who: Set<string> }>();
  for (const { who, ...its } of days.values()) {
    for (const of of ['sessions', 'parts'] as const) {
      if (its[of] <= 0) continue;
      const row = missing.get(`${of}-missing`) ?? { sum: 0, who: new Set() };
      missing.set(`${of}-missing`, { sum: row.sum + its[of], who: row.who.add(who) });
    }
  }
  const rows: Figures = Object.fromEntries([...missing].map(([of, { sum, who }]) => [of, [sum, who.size] as const]));
  return { ...sums, rows };
}

/** All questions that can be counted here. */
export const COUNTED = [...Object.keys(COUNTING), 'retention'];

/** The Monday of a day's week, in days since 1970-01-01, which was a Thursday. */
const mondayOf = (day: number) => day - ((day + 3) % 7);

/** What followed what, with the product; each flow is of the batch that it ends in. */
function following(arrivals: readonly Arrival[], { from, to }: Days, isOf: (batch: Batch) => boolean): Figures {
  const rows = new Map<string, { sum: number; who: Set<string> }>();
  for (const { flow, day, batch } of flowsIn(arrivals)) {
    if (day < from || day > to || !isOf(batch)) continue;
    const of = `${batch.context.product} ${flow}`;
    const row = rows.get(of) ?? { sum: 0, who: new Set() };
    rows.set(of, { sum: row.sum + 1, who: row.who.add(batch.envelope.installation) });
  }
  return Object.fromEntries([...rows].map(([of, { sum, who }]) => [of, [sum, who.size] as const]));
}

/** Whom each week brought, the one of the first day whole, by product and version, and in which weeks after it they came again. An installation here has one version. */
function returning(arrivals: readonly Arrival[], { from, to }: Days, isOf: (batch: Batch) => boolean): Figures {
  const byInstallation = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const { installation } = arrival.batch.envelope;
    if (arrival.day <= to) byInstallation.set(installation, [...(byInstallation.get(installation) ?? []), arrival]);
  }
  const counts = new Map<string, number>();
  for (const its of byInstallation.values()) {
    const first = its.reduce((earliest, arrival) => (arrival.day < earliest.day ? arrival : earliest));
    if (first.day < mondayOf(from) || !isOf(first.batch)) continue;
    const week = mondayOf(first.day);
    const monday = new Date(week * 86_400_000).toISOString().slice(0, 10);
    const { product, version } = first.batch.context;
    for (const later of new Set(its.map(({ day }) => mondayOf(day)))) {
      const of = [product, version, monday, (later - week) / 7].join(' ');
      counts.set(of, (counts.get(of) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...counts].map(([of, count]) => [of, [count, count] as const]));
}

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
  if (question === 'retention') return returning(arrivals, { from, to }, isOf);
  if (question === 'flows') return following(arrivals, { from, to }, isOf);
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
  const figures = Object.fromEntries([...rows].map(([of, { sum, who }]) => [of, [sum, who.size] as const]));
  return question === 'completeness' ? { ...figures, ...completenessOf(arrivals, { from, to }, isOf).rows } : figures;
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
