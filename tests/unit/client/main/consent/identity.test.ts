import { describe, expect, it } from 'vitest';
import { type CollectingLevel, collectingLevels } from '../../../../../client/core/consent/levels.ts';
import {
  allCredentials,
  type Identity,
  identityFor,
  isIdentity,
  newIdentity,
  nextSession,
  withoutErased,
  withoutUser,
} from '../../../../../client/main/consent/identity.ts';
import { MAX_FORMER } from '../../../../../client/main/limits.ts';
import { systemRandomness } from '../../../../../client/node/platform.ts';

const random = systemRandomness;
const at = (level: CollectingLevel, identity: Identity) => nextSession(identityFor(level, identity, random));

/** One identity's sessions at these levels, one after the other. */
function through(...levels: CollectingLevel[]): Identity[] {
  let identity = newIdentity(random);
  return levels.map((level) => {
    identity = at(level, identity);
    return identity;
  });
}

describe('an identity', () => {
  it.each(collectingLevels)('keeps its number for the first level it collects at: %s', (level) => {
    const first = newIdentity(random);
    expect(first.level).toBeUndefined();
    expect(at(level, first)).toMatchObject({ installation: first.installation, level, former: [], sessions: 1 });
  });

  it.each(collectingLevels)('stays the same from session to session at %s', (level) => {
    const [first, second, third] = through(level, level, level);
    expect(third).toEqual({ ...first, sessions: 3, runs: 3 });
    expect(second?.sessions).toBe(2);
  });

  it('is another one at each crossing, with nothing in common but what never leaves the computer', () => {
    const all = through('standard', 'enhanced', 'standard', 'enhanced');
    for (const part of ['installation', 'key'] as const) expect(new Set(all.map((one) => one[part])).size).toBe(4);
    expect(all.map(({ sessions }) => sessions)).toEqual([1, 1, 1, 1]);
    expect(all.map(({ runs }) => runs)).toEqual([1, 2, 3, 4]);
    expect(allCredentials(all[3] as Identity)).toEqual(all.map(({ installation, key }) => ({ installation, key })));
  });

  it('has a number for the person at the enhanced level alone, and never the same twice', () => {
    const all = through('enhanced', 'enhanced', 'standard', 'enhanced');
    const [first, second, third, fourth] = all.map(({ user }) => user);
    expect(first).toBeDefined();
    expect(second).toBe(first);
    expect(third).toBeUndefined();
    expect(fourth).not.toBe(first);
    expect(all.map(({ installation }) => installation)).not.toContain(first);
    const again = at('enhanced', withoutUser(all[3] as Identity));
    expect(again.installation).toBe(all[3]?.installation);
    expect(again.user).not.toBe(fourth);
  });

  it('loses the mark of its machine when it becomes another one, and keeps what the collector ended', () => {
    const marked: Identity = { ...(through('standard')[0] as Identity), cloneMark: 'a'.repeat(64), endedFor: '1.0.0' };
    expect(at('standard', marked).cloneMark).toBe(marked.cloneMark);
    expect(at('enhanced', marked)).not.toHaveProperty('cloneMark');
    expect(at('enhanced', marked).endedFor).toBe('1.0.0');
  });

  it('remembers so many former ones, of which the oldest go first, and is always one that can be stored', () => {
    const levels = Array.from({ length: MAX_FORMER + 3 }, (_, turn) => collectingLevels[turn % 2] ?? 'standard');
    const all = through(...levels);
    const last = all.at(-1) as Identity;
    expect(last.former).toHaveLength(MAX_FORMER);
    expect(last.former.map(({ installation }) => installation)).toEqual(
      all.slice(2, -1).map(({ installation }) => installation),
    );
    expect(isIdentity(last)).toBe(true);
  });

  it('that was erased at the enhanced level comes back as nobody known', () => {
    const [identity] = through('enhanced') as [Identity];
    const after = withoutErased(identity, identity.installation, random);
    expect(after).not.toHaveProperty('user');
    expect(after.level).toBeUndefined();
    expect(at('enhanced', after).user).not.toBe(identity.user);
  });
});
