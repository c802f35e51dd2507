import type { CollectingLevel } from '../../app/consent/levels.ts';
import { MAX_FORMER } from '../telemetry/limits.ts';
import type { Credentials, Identity } from './identity-schema.ts';

export type { Credentials, Identity };

interface IdentityRandomness {
  uuid(): string;
  /** `length` random bytes in base64url. */
  secret(length: number): string;
}

export function newIdentity(random: IdentityRandomness): Identity {
  return { installation: random.uuid(), key: random.secret(32), former: [], sessions: 0, runs: 0 };
}

/** What the collector may hold data of: this installation and those before it, oldest first. */
export function allCredentials({ installation, key, former }: Identity): Credentials[] {
  return [...former, { installation, key }];
}

/**
 * The identity after an installation was erased: a former one is forgotten; the present one is replaced, and whatever is
 * sent later begins anew under another number.
 */
export function withoutErased(identity: Identity, installation: string, random: IdentityRandomness): Identity {
  const former = identity.former.filter((one) => one.installation !== installation);
  if (identity.installation !== installation) return { ...identity, former };
  return { ...successor(identity, random), former };
}

/**
 * The level under which an installation has collected; `undefined` when it has not. Sessions from before the level was
 * noted were anonymous.
 */
export function collectedAt({ level, sessions }: Identity): CollectingLevel | undefined {
  return level ?? (sessions > 0 ? 'standard' : undefined);
}

/**
 * The identity under which a level collects. Crossing from one level to the other makes a new one, so that anonymous
 * sessions are never tied to an organisation; the one before joins the former ones, of which the oldest go first.
 */
export function identityFor(level: CollectingLevel, identity: Identity, random: IdentityRandomness): Identity {
  const before = collectedAt(identity);
  if (before === undefined || before === level) return withUser({ ...identity, level }, random);
  const { installation, key } = identity;
  const former = [...identity.former, { installation, key }].slice(-MAX_FORMER);
  return withUser({ ...successor(identity, random), former, level }, random);
}

/** The identity after a No: the person's number ends with the stay at the enhanced level. */
export function withoutUser({ user: _, ...identity }: Identity): Identity {
  return identity;
}

/** The enhanced level alone has a number for the person, one for each stay. */
function withUser(identity: Identity, random: IdentityRandomness): Identity {
  if (identity.level !== 'enhanced' || identity.user !== undefined) return identity;
  return { ...identity, user: random.uuid() };
}

/** A new installation of the same profile: what the collector has said about this version holds for it as well. */
function successor({ runs, endedFor }: Identity, random: IdentityRandomness): Identity {
  return { ...newIdentity(random), runs, ...(endedFor === undefined ? {} : { endedFor }) };
}

/** The identity with its next session counted. */
export function nextSession(identity: Identity): Identity {
  const sessions = identity.sessions + 1;
  // A file from before the runs were counted has had as many as it has sessions.
  return { ...identity, sessions, runs: Math.max(identity.runs + 1, sessions) };
}
