import { MAX_COUNT } from '../../core/batch/limits.ts';
import {
  between,
  exactly,
  exactlyWith,
  isUuid,
  listOf,
  matching,
  type Shape,
  within,
} from '../../core/batch/shapes.ts';
import { type CollectingLevel, collectingLevels } from '../../core/consent/levels.ts';
import { MAX_FORMER, MAX_MACHINE_CHANGES } from '../limits.ts';

/** What fetches and erases an installation's data at the collector. */
export interface Credentials {
  readonly installation: string;
  /** 32 random bytes, base64url. */
  readonly key: string;
}

/**
 * Who an installation is towards the collector: one operating-system user's profile, under a random number. The key
 * stays on the computer; batches carry its hash, so that this installation alone can fetch or erase what it sent.
 */
export interface Identity extends Credentials {
  /** What this profile was before, newest last, so that it can still be fetched and erased. */
  readonly former: readonly Credentials[];
  /** Sessions collected so far; the next one gets the number after it. */
  readonly sessions: number;
  /** Sessions of this profile under all its installations. Never sent. */
  readonly runs: number;
  /** Level at which this installation collects; without one it has not begun to. */
  readonly level?: CollectingLevel | undefined;
  /** Random number of the person, apart from the installation's; of the enhanced level alone. */
  readonly user?: string | undefined;
  /** HMAC of the machine's id, keyed with the installation; see clone-check.ts. Written after a Yes. */
  readonly cloneMark?: string | undefined;
  /**
   * Times that the machine's id was another one. From the second on the id is not believed any more: some machines, such
   * as desktops that a server recreates, have another one at each boot, and nobody is to be asked at each boot.
   */
  readonly machineChanges?: number | undefined;
  /** Product version for which the collector has ended the program. */
  readonly endedFor?: string | undefined;
}

const credentials = { installation: isUuid, key: matching(/^[\w-]{43}$/) } as const;

/** The identity as it stands in its file, which anybody may have edited. */
export const isIdentity: Shape<Identity> = exactlyWith<Identity>(
  {
    ...credentials,
    former: listOf(exactly<Credentials>(credentials), MAX_FORMER),
    sessions: between(0, MAX_COUNT),
    runs: between(0, MAX_COUNT),
  },
  {
    level: within(collectingLevels),
    user: isUuid,
    cloneMark: matching(/^[0-9a-f]{64}$/),
    machineChanges: between(0, MAX_MACHINE_CHANGES),
    endedFor: matching(/^.{0,32}$/s),
  },
);

interface IdentityRandomness {
  uuid(): string;
  /** `length` random bytes in base64url. */
  secret(length: number): string;
}

export function newIdentity(random: IdentityRandomness): Identity {
  return { installation: random.uuid(), key: random.secret(32), former: [], sessions: 0, runs: 0 };
}

/**
 * A new identity after a damaged file: the installations that can still be read in it, with their keys, are former ones,
 * so that what they have sent can be fetched and erased. They stand at the file's beginning, and a file is mostly cut off.
 * @param text what is left of the file.
 */
export function salvagedIdentity(text: string, random: IdentityRandomness): Identity {
  const [present, ...before] = [...text.matchAll(CREDENTIALS)].map(([, installation = '', key = '']) => ({
    installation: installation.toLowerCase(),
    key,
  }));
  const former = present ? [...before, present].slice(-MAX_FORMER) : [];
  const runs = Number(RUNS.exec(text)?.[1] ?? 0);
  return { ...newIdentity(random), former, runs };
}

/** As electron-store writes them, and with white space as people do. */
const CREDENTIALS =
  /"installation"\s*:\s*"([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"\s*,\s*"key"\s*:\s*"([\w-]{43})"/gi;
const RUNS = /"runs"\s*:\s*(\d{1,9})\b/;

/** What the collector may hold data of: this installation and those before it, oldest first. */
export function allCredentials({ installation, key, former }: Identity): Credentials[] {
  return [...former, { installation, key }];
}

/**
 * The identity after an installation was erased: a former one is forgotten; the present one is replaced, and whatever is
 * sent later starts over under another number.
 */
export function withoutErased(identity: Identity, installation: string, random: IdentityRandomness): Identity {
  const former = identity.former.filter((one) => one.installation !== installation);
  if (identity.installation !== installation) return { ...identity, former };
  return { ...successor(identity, random), former };
}

/**
 * The identity under which a level collects. Crossing from one level to the other makes a new one, so that anonymous
 * sessions are never tied to an organisation; the one before joins the former ones, of which the oldest go first.
 */
export function identityFor(level: CollectingLevel, identity: Identity, random: IdentityRandomness): Identity {
  const before = identity.level;
  if (before === undefined || before === level) return withUser({ ...identity, level }, random);
  return withUser({ ...replaced(identity, random), level }, random);
}

/**
 * The identity of a profile that is on another machine than before: a new one, because the profile may be on both now. What
 * the one before has sent can still be fetched and erased. `undefined` when the machine's id changes again and again.
 */
export function onOtherMachine(identity: Identity, random: IdentityRandomness): Identity | undefined {
  const machineChanges = (identity.machineChanges ?? 0) + 1;
  if (machineChanges >= MAX_MACHINE_CHANGES) return undefined;
  return { ...replaced(identity, random), machineChanges };
}

/** Whether the id of its machine says nothing, because it changes at each boot. */
export function hasChangingMachine({ machineChanges = 0 }: Identity): boolean {
  return machineChanges >= MAX_MACHINE_CHANGES;
}

/** The identity from then on: the same installation, without a mark of its machine. */
export function onChangingMachine({ cloneMark: _, ...identity }: Identity): Identity {
  return { ...identity, machineChanges: MAX_MACHINE_CHANGES };
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

/** A new installation, before which this one was; one that has collected nothing need not be remembered. */
function replaced(identity: Identity, random: IdentityRandomness): Identity {
  const { installation, key, former } = identity;
  const before = identity.level === undefined ? former : [...former, { installation, key }];
  return { ...successor(identity, random), former: before.slice(-MAX_FORMER) };
}

/** A new installation of the same profile: what is known of this version and of the machine holds for it as well. */
function successor({ runs, endedFor, machineChanges }: Identity, random: IdentityRandomness): Identity {
  return {
    ...newIdentity(random),
    runs,
    ...(endedFor === undefined ? {} : { endedFor }),
    ...(machineChanges === undefined ? {} : { machineChanges }),
  };
}

/** The identity with its next session counted. */
export function nextSession(identity: Identity): Identity {
  const next = (count: number) => Math.min(MAX_COUNT, count + 1);
  return { ...identity, sessions: next(identity.sessions), runs: next(identity.runs) };
}
