import type { ParticipationReason } from '../consent/participation.ts';
import type { DiagnosisFacts } from './facts.ts';

type OffReason = Exclude<ParticipationReason, 'accepted' | 'accepted-capped'>;

/** Why nothing is sent, or that nothing is missing. Each cause has one sentence in the message catalogue. */
export type Cause =
  | OffReason
  | 'policy-damaged'
  | 'policy-unknown'
  | 'address-unusable'
  | 'sending'
  | 'waiting-for-network'
  | 'collector-away'
  | 'collector-busy'
  | 'soon'
  | 'refused'
  | 'session-open'
  | 'all-sent'
  | 'nothing-yet';

/**
 * Answers "why is nothing sent?" with the one cause that comes first: what forbids it, then what waits and for what, then
 * that nothing waits. The order within participation is decideParticipation's.
 */
export function diagnose(facts: DiagnosisFacts): Cause {
  const { reason } = facts;
  if (reason !== 'accepted' && reason !== 'accepted-capped') return offCause(reason, facts);
  if (!facts.collector.usable) return 'address-unusable';
  return facts.outbox.count > 0 ? waitingCause(facts) : idleCause(facts);
}

function offCause(reason: OffReason, { policy }: DiagnosisFacts): Cause {
  if (reason === 'policy-off' && policy.state === 'damaged') return 'policy-damaged';
  if (reason === 'policy-off' && policy.state === 'unknown') return 'policy-unknown';
  return reason;
}

function waitingCause({ delivery, answers, online, collector }: DiagnosisFacts): Cause {
  if (delivery?.state === 'sending') return 'sending';
  const last = answers[0]?.answer;
  const reached = last !== undefined && last !== 'unreachable' && last !== 'stopped';
  // What the system says of the network is believed only of a collector that needs one and has not just answered.
  if (!online && !collector.local && !reached) return 'waiting-for-network';
  if (last === 'unreachable') return 'collector-away';
  return last === 'later' ? 'collector-busy' : 'soon';
}

function idleCause({ answers, sessions }: DiagnosisFacts): Cause {
  const last = answers[0]?.answer;
  if (last === 'refused') return 'refused';
  if (sessions.count > 0) return 'session-open';
  return last === 'accepted' || last === 'duplicate' || last === 'erased' ? 'all-sent' : 'nothing-yet';
}
