import type { Batch } from '../../../../client/core/batch/batch.ts';

/** A batch, and the UTC day on which it was received, in days since 1970-01-01; perhaps not for the first time. */
export interface Received {
  readonly day: number;
  readonly batch: Batch;
}

/** So many uses has a part of a session that is not its last one (docs/delivery.md). */
const WHOLE = 10_000;

const LOSSES = ['buffer-full', 'disk-full', 'log-damaged'] as const;

/** A flow with the batch that it ends in. */
export interface Flow {
  readonly flow: string;
  readonly day: number;
  readonly batch: Batch;
}

/** The flows of all sessions, as a person would find them who lays the uses of a session of a day in a row (docs/answers-and-privacy.md). */
export function flowsIn(received: readonly Received[]): Flow[] {
  const sessions = new Map<string, Received[]>();
  for (const { day, batch } of firstOnly(received)) {
    const { installation, keyHash, session } = batch.envelope;
    const name = `${day} ${installation} ${keyHash} ${session}`;
    sessions.set(name, [...(sessions.get(name) ?? []), { day, batch }]);
  }
  return [...sessions.values()].flatMap(flowsOfSession);
}

function firstOnly(received: readonly Received[]): Received[] {
  const first = new Map<string, Received>();
  for (const one of received) {
    const { batch } = one.batch.envelope;
    const known = first.get(batch);
    if (!known || one.day < known.day) first.set(batch, one);
  }
  return [...first.values()];
}

function flowsOfSession(parts: readonly Received[]): Flow[] {
  if (parts.some(({ batch }) => LOSSES.some((reason) => (batch.dropped[reason] ?? 0) > 0))) return [];
  const inOrder = parts.filter(({ batch }) => batch.usage.length > 0);
  const sequenceOf = ({ batch }: Received) => batch.envelope.sequence;
  const beginOf = ({ batch }: Received) => batch.usage[0]?.time ?? 0;
  inOrder.sort((a, b) => sequenceOf(a) - sequenceOf(b) || beginOf(a) - beginOf(b));
  const usesOf = (sequence: number) =>
    inOrder.filter((part) => sequenceOf(part) === sequence).reduce((sum, { batch }) => sum + batch.usage.length, 0);
  const flows: Flow[] = [];
  let row: string[] = [];
  let before: number | undefined;
  for (const part of inOrder) {
    const sequence = sequenceOf(part);
    const follows = before !== undefined && sequence - before <= 1 && usesOf(before) === WHOLE;
    if (!follows) row = [];
    before = sequence;
    for (const { command } of part.batch.usage) {
      row = [...row, command].slice(-3);
      if (row.length === 3) flows.push({ flow: row.join(' '), ...part });
    }
  }
  return flows;
}
