import type { CollectingLevel, Level } from './levels.ts';
import { lower } from './levels.ts';
import type { ConsentDecision } from './record.ts';

/** Why participation is what it is; each reason has one sentence in the message catalogue. */
export const participationReasons = [
  'policy-off',
  'do-not-track',
  'accepted',
  'accepted-capped',
  'ended',
  'declined',
  'lapsed-release',
  'lapsed-notice',
  'declined-by-installer',
  'undecided',
  'store-unreadable',
] as const;
export type ParticipationReason = (typeof participationReasons)[number];

/** What the program may do now. `ask` tells whether the popup may be shown in this run. */
export interface Participation {
  readonly level: Level;
  readonly reason: ParticipationReason;
  readonly ask: boolean;
}

export interface ParticipationInput {
  /** Highest level that the organisation allows; `undefined` when there is no policy. */
  readonly policy: Level | undefined;
  /** `DO_NOT_TRACK` is set in the environment, to anything but an empty value, `0` and `false`. */
  readonly doNotTrack: boolean;
  /** The consent record or the identity is there and could not be read when the app started. */
  readonly unreadable: boolean;
  /** The latest personal decision; `null` when nothing was decided or the record is damaged or cannot be read. */
  readonly decision: ConsentDecision | null;
  /** What the installer wrote; `undefined` means no choice, the same as `ask`. */
  readonly installerChoice: 'ask' | 'no' | undefined;
  /** The collector has ended the program for the running version. */
  readonly ended: boolean;
  /** Release line of the running product, "major.minor". */
  readonly releaseLine: string;
  /** Version of the notice that the running product shows. */
  readonly notice: number;
}

/**
 * Decides what the program may do now, and why.
 *
 * Order (docs/privacy.md, "Who decides"): policy off, then DO_NOT_TRACK, then the personal decision, then the
 * installer's No, then ask. Nothing but a person's Yes to this notice on this release line gives a level above `off`:
 * policy only caps it, and the installer only withholds the question. While the decision, or the installation that it is
 * about, cannot be read, only a No counts, and nobody is asked what may be answered already.
 */
export function decideParticipation(input: ParticipationInput): Participation {
  if (input.policy === 'off') return off('policy-off');
  if (input.doNotTrack) return off('do-not-track');
  const { decision } = input;
  if (decision?.answer === 'no') return off('declined');
  if (input.unreadable) return off('store-unreadable');
  if (decision?.answer === 'yes') {
    if (decision.notice !== input.notice) return { ...off('lapsed-notice'), ask: true };
    if (decision.releaseLine !== input.releaseLine) return { ...off('lapsed-release'), ask: true };
    return input.ended ? off('ended') : accepted(decision.level, input.policy);
  }
  if (input.installerChoice === 'no') return off('declined-by-installer');
  return { ...off('undecided'), ask: true };
}

function off(reason: ParticipationReason): Participation {
  return { level: 'off', reason, ask: false };
}

function accepted(level: CollectingLevel, policy: Level | undefined): Participation {
  const granted = policy === undefined ? level : lower(level, policy);
  return { level: granted, reason: granted === level ? 'accepted' : 'accepted-capped', ask: false };
}
