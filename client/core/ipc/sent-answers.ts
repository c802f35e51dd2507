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
