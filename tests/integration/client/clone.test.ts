/** A profile whose machine has another id than before: moved, restored on a system installed anew, or copied. */
import { describe, expect, it } from 'vitest';
import { REFUSAL_MEDIA_TYPE } from '../../../client/core/batch/refusal.ts';
import type { ConsentRecord } from '../../../client/core/consent/record.ts';
import { newIdentity, withoutErased } from '../../../client/main/consent/identity.ts';
import type { ProgramOptions } from '../../../client/main/program.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import {
  accepting,
  decoded,
  enhanced,
  memoryStore,
  no,
  programFixture,
  settle,
  soon,
  used,
  yes,
} from '../../support/program-fixture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const machine = (id: string | undefined) => ({ machineId: () => Promise.resolve(id) });
const here = 'a'.repeat(32);
const there = 'b'.repeat(32);

/** A profile on this machine, with one session that was sent. */
async function profileHere(network = accepting()) {
  const identity = memoryStore(newIdentity(systemRandomness));
  const fixture = programFixture(temporaryFolder(), network.transport, {
    identity,
    random: systemRandomness,
    ...machine(here),
  });
  fixture.program.decide(yes);
  await settle();
  await fixture.program.close(soon());
  return { ...fixture, network, identity };
}

describe('a profile on another machine', () => {
  it('keeps the former ID and key, so that what was sent before is still found and can be erased', async () => {
    const network = new FakeNetwork((request) => {
      if (request.method === 'POST') return receiptFor(request);
      const about = request.path.split('/').at(-1);
      return answer(404, JSON.stringify({ refusal: 'nothing-held', installation: about }), REFUSAL_MEDIA_TYPE);
    });
    const { restart, identity } = await profileHere(network);
    const { installation, key, runs } = identity.get();
    const moved = restart(machine(there));
    await moved.start();
    expect(moved.participation()).toMatchObject({ reason: 'undecided', ask: true });
    expect(identity.get()).toMatchObject({ former: [{ installation, key }], sessions: 0, runs });
    expect(identity.get().key).not.toBe(key);
    await moved.userData.fetch();
    await moved.userData.erase();
    const asked = network.requests.filter(({ purpose }) => purpose === 'personal');
    expect(asked.map((request) => [request.method, request.path.includes(installation)])).toEqual([
      ['GET', true],
      ['GET', false],
      ['DELETE', true],
      ['DELETE', false],
    ]);
    expect(asked[0]?.headers['authorization']).toBe(`Bearer ${key}`);
  });

  it('that has collected nothing has nothing to keep', async () => {
    const { restart, identity } = await profileHere();
    identity.set({ ...newIdentity(systemRandomness), cloneMark: 'a'.repeat(64) });
    await restart(machine(there)).start();
    expect(identity.get().former).toEqual([]);
  });

  it('lapses its Yes even when the new identity cannot be stored, and begins anew at the next start', async () => {
    const { restart, identity } = await profileHere();
    const { installation } = identity.get();
    const refusing = {
      ...identity,
      set: () => {
        throw new Error('ENOSPC');
      },
    };
    const moved = restart({ ...machine(there), identity: refusing });
    await moved.start();
    expect(moved.participation()).toMatchObject({ level: 'off', ask: true });
    const next = restart(machine(there));
    await next.start();
    next.decide(yes);
    await settle();
    expect(next.installation).not.toBe(installation);
  });
});

describe('a profile on another machine whose disk takes no answer', () => {
  it('lapses its Yes all the same: nothing is recorded or sent until somebody here has said Yes', async () => {
    const { restart, network, options } = await profileHere();
    const { consent } = options;
    let full = true;
    const refusing = {
      ...consent,
      set: (next: ConsentRecord) => {
        if (full) throw new Error('ENOSPC');
        consent.set(next);
      },
    };
    const sent = network.requests.length;
    const moved = restart({ ...machine(there), consent: refusing });
    await moved.start();
    expect(moved.participation()).toMatchObject({ level: 'off', reason: 'undecided', ask: true });
    expect(moved.record(used('go.search'))).toBe(0);
    expect(() => moved.decide(yes)).toThrow('ENOSPC');
    expect(moved.participation().level).toBe('off');
    full = false;
    moved.decide(yes);
    await settle();
    expect(moved.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
    expect(network.requests).toHaveLength(sent);
  });
});

describe('a Yes that was given on the other machine', () => {
  /** A profile from here on which somebody said No, and then moved. */
  async function movedAfterNo(change: Partial<ProgramOptions> = {}) {
    const here = await profileHere();
    here.restart().decide(no);
    const moved = here.restart({ ...machine(there), ...change });
    await moved.start();
    return { ...here, moved };
  }

  it('holds, under a new installation', async () => {
    const { moved, identity, network } = await movedAfterNo();
    const { installation, key } = identity.get();
    moved.decide(yes);
    await settle();
    expect(moved.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
    expect(identity.get()).toMatchObject({ former: [{ installation, key }], sessions: 1 });
    expect(moved.record(used('go.search'))).toBe(1);
    await moved.close(soon());
    expect(decoded(network.requests.at(-1)).envelope.installation).toBe(identity.get().installation);
  });

  it('collects nothing under the installation of the former machine when the disk takes no other', async () => {
    const { identity, network, restart } = await movedAfterNo();
    const sent = network.requests.length;
    const refusing = {
      ...identity,
      set: () => {
        throw new Error('ENOSPC');
      },
    };
    const moved = restart({ ...machine(there), identity: refusing });
    await moved.start();
    moved.decide(yes);
    await settle();
    expect(moved.participation()).toMatchObject({ level: 'off', ask: true });
    await moved.close(soon());
    expect(network.requests).toHaveLength(sent);
  });
});

describe('a machine whose id changes at each boot', () => {
  it('is asked about once, and recognised by the second change', async () => {
    const { restart, identity, network } = await profileHere();
    const second = restart(machine(there));
    await second.start();
    expect(second.participation().ask).toBe(true);
    second.decide(yes);
    await settle();
    await second.close(soon());
    const { installation } = second;
    let looked = 0;
    for (const id of 'cdef') {
      const next = restart({
        machineId: () => {
          looked++;
          return Promise.resolve(id.repeat(32));
        },
      });
      await next.start();
      expect(next.participation(), id).toEqual({ level: 'standard', reason: 'accepted', ask: false });
      expect(next.installation, id).toBe(installation);
      await next.close(soon());
    }
    // From the second change on the machine is not even looked at.
    expect(looked).toBe(1);
    expect(decoded(network.requests.at(-1)).envelope.session).toBe(5);
    expect(identity.get()).not.toHaveProperty('cloneMark');
  });

  it('stays recognised at another level and after an erasure', async () => {
    const { restart, identity } = await profileHere();
    identity.set({ ...identity.get(), machineChanges: 2 });
    const next = restart({ machineId: () => Promise.reject(new Error('looked at')) });
    await next.start();
    next.decide(enhanced);
    await settle();
    expect(identity.get()).toMatchObject({ machineChanges: 2, level: 'enhanced' });
    expect(identity.get()).not.toHaveProperty('cloneMark');
    expect(withoutErased(identity.get(), next.installation ?? '', systemRandomness).machineChanges).toBe(2);
  });

  it('is not taken for one because its id cannot be read at times', async () => {
    const { restart, identity } = await profileHere();
    const { installation } = identity.get();
    for (const id of [undefined, here, undefined, here]) {
      const next = restart(machine(id));
      await next.start();
      expect(next.participation().level).toBe('standard');
      await next.close(soon());
    }
    expect(identity.get().installation).toBe(installation);
    expect(identity.get()).not.toHaveProperty('machineChanges');
  });
});
