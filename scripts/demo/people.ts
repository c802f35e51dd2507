/** Who takes part in the demo: made-up installations on made-up computers. */
import type { Batch } from 'candor-client/core';
import type { Chance } from './chance.ts';
import { DAYS, organisations, type Release, type Story } from './story.ts';

type Context = Batch['context'];
type System = Pick<Context, 'os' | 'osVersion' | 'distribution'>;

/** An installation, from the day it first takes part to its last one, in days of the demo. */
export interface Participant {
  readonly installation: string;
  readonly keyHash: string;
  readonly level: Batch['envelope']['level'];
  readonly organisation: Batch['organisation'];
  readonly computer: Omit<Context, 'product' | 'version' | 'runtime'>;
  readonly from: number;
  readonly to: number;
  /** Sessions on a working day, on average. */
  readonly sessions: number;
  /** How much slower than usual the computer is. */
  readonly slowness: number;
  /** How many days it takes a release to come here. */
  readonly delay: number;
}

const systems: readonly (readonly [System, number])[] = [
  [{ os: 'linux', osVersion: '13', distribution: 'debian' }, 14],
  [{ os: 'linux', osVersion: '12', distribution: 'debian' }, 7],
  [{ os: 'linux', osVersion: '24.04', distribution: 'ubuntu' }, 16],
  [{ os: 'linux', osVersion: '22.04', distribution: 'ubuntu' }, 5],
  [{ os: 'linux', osVersion: '44', distribution: 'fedora' }, 9],
  [{ os: 'linux', osVersion: '9.6', distribution: 'rocky' }, 3],
  [{ os: 'windows', osVersion: '10.0.26100', distribution: 'none' }, 24],
  [{ os: 'windows', osVersion: '10.0.19045', distribution: 'none' }, 4],
  [{ os: 'macos', osVersion: '26.1', distribution: 'none' }, 11],
  [{ os: 'macos', osVersion: '15.7', distribution: 'none' }, 6],
  [{ os: 'macos', osVersion: '13.7', distribution: 'none' }, 1],
];

const processors = [
  ['intel', 6],
  ['amd', 4],
] as const;

const displays = [
  ['full-hd', 2],
  ['quad-hd', 1],
  ['4k', 1],
] as const;

const countries: readonly (readonly [string, number])[] = [
  ['IT', 30],
  ['DE', 20],
  ['FR', 12],
  ['US', 18],
  ['CH', 7],
  ['GB', 8],
  ['ES', 5],
];

/** Everybody who takes part with a product, in the order in which they begin. */
export function participants({ installations }: Pick<Story, 'installations'>, chance: Chance): Participant[] {
  const all = Array.from({ length: installations }, () => participant(chance));
  return all.sort((a, b) => a.from - b.from);
}

function participant(chance: Chance): Participant {
  // Two of five were there before.
  const from = chance.is(0.4) ? 0 : chance.below(DAYS);
  const isEnhanced = chance.is(0.25);
  const stays = chance.is(0.6) ? DAYS : 7 + Math.round(chance.exponential(60));
  return {
    installation: chance.uuid(),
    keyHash: chance.hex(64),
    level: isEnhanced ? 'enhanced' : 'standard',
    organisation: isEnhanced
      ? { user: chance.uuid(), domain: chance.pick(organisations), role: chance.is(0.1) ? 'administrator' : 'standard' }
      : {},
    computer: computer(chance),
    from,
    to: Math.min(DAYS, from + stays),
    sessions: chance.logNormal(0.6, 0.7),
    slowness: chance.logNormal(1, 0.35),
    // One of nine never gets another release.
    delay: chance.is(0.11) ? DAYS : Math.round(chance.exponential(11)),
  };
}

function computer(chance: Chance): Participant['computer'] {
  const system = chance.pick(systems);
  const isApple = system.os === 'macos';
  const country = chance.pick(countries);
  return {
    ...system,
    architecture: isApple && chance.is(0.8) ? 'arm64' : 'x64',
    processor: isApple ? 'apple' : chance.pick(processors),
    cores: [4, 8, 8, 12, 16][chance.below(5)] ?? 8,
    memory: [8, 16, 16, 32, 64][chance.below(5)] ?? 16,
    display: chance.pick(displays),
    country,
    language: country === 'IT' && chance.is(0.85) ? 'it' : 'en',
    packaged: 'yes',
  };
}

/** What somebody runs on a day of the demo. */
export function releaseOf(
  { delay }: Pick<Participant, 'delay'>,
  { releases }: Pick<Story, 'releases'>,
  day: number,
): Release {
  return releases.findLast((release) => release.day === 0 || release.day + delay <= day) ?? releases[0];
}
