/**
 * What came of an upload. `accepted`, `duplicate`, `erased`: the collector's receipt; `refused`, `too-large`, `later`,
 * `ended`: its answer without one; `unreachable`: nobody answered, or somebody else; `stopped`: ended here before an
 * answer came.
 */
export const sentAnswers = [
  'accepted',
  'duplicate',
  'erased',
  'refused',
  'too-large',
  'later',
  'ended',
  'unreachable',
  'stopped',
] as const;

/** What came of one upload; several in a row that ended alike count as one. */
export interface SentBatch {
  /** Moment of the answer, ISO 8601 in UTC; of several, of the last. */
  readonly at: string;
  readonly batch: string;
  readonly session: number;
  /** Size on the wire, in bytes. */
  readonly bytes: number;
  readonly answer: (typeof sentAnswers)[number];
  readonly times: number;
}
