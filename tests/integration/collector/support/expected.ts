import type { Batch } from '../../../../client/core/batch/batch.ts';

/** A batch as it came, perhaps not for the first time; days are since 1970-01-01. */
export interface Arrival {
  readonly day: number;
  readonly batch: Batch;
}

/** What a batch adds to what there was to receive on the day on which it came first. */
export interface Expected {
  readonly day: number;
  readonly batch: Batch;
  sessions: number;
  parts: number;
  received: number;
}

/** An installation that was away for longer begins anew. */
const REMEMBERED_DAYS = 31;

/**
 * What there was to receive, by numbers of sessions and parts (docs/answers-and-privacy.md), as a person would count it: day by
 * day, with what is known of the installation before.
 */
export function expectedOf(arrivals: readonly Arrival[]): Expected[] {
  const bySender = new Map<string, Arrival[]>();
  const known = new Set<string>();
  for (const arrival of [...arrivals].sort((a, b) => a.day - b.day)) {
    if (known.has(arrival.batch.envelope.batch)) continue;
    known.add(arrival.batch.envelope.batch);
    const { installation } = arrival.batch.envelope;
    const its = bySender.get(installation);
    if (its) its.push(arrival);
    else bySender.set(installation, [arrival]);
  }
  return [...bySender.values()].flatMap((its) =>
    [...new Set(its.map(({ day }) => day))].sort((a, b) => a - b).flatMap((day) => expectedOn(day, its)),
  );
}

function expectedOn(day: number, its: readonly Arrival[]): Expected[] {
  const before = its.filter((arrival) => arrival.day < day && arrival.day >= day - REMEMBERED_DAYS);
  const added = its
    .filter((arrival) => arrival.day === day)
    .map(({ batch }): Expected => ({ day, batch, sessions: 0, parts: 0, received: 1 }));
  let highest = Math.max(0, ...before.map(({ batch }) => batch.envelope.session));
  const sessions = [...new Set(added.map(({ batch }) => batch.envelope.session))].sort((a, b) => a - b);
  for (const session of sessions) {
    const first = added.find(({ batch }) => batch.envelope.session === session);
    if (!first) continue;
    if (session > highest) {
      first.sessions = highest === 0 ? 1 : session - highest;
      highest = session;
    }
    const most = (batches: readonly Batch[]) =>
      Math.max(
        0,
        ...batches
          .filter(({ envelope }) => envelope.session === session)
          .map(({ envelope: { sequence, end } }) => sequence + (end === 'continues' ? 2 : 1)),
      );
    const earlier = before.map(({ batch }) => batch);
    const all = [...earlier, ...added.map(({ batch }) => batch)];
    first.parts = most(all) - most(earlier);
  }
  return added;
}
