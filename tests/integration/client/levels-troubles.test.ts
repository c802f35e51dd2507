import { describe, expect, it } from 'vitest';
import { aboveStandard } from '../../support/above-standard.ts';
import { FakeNetwork } from '../../support/fakes.ts';
import { FaultyDisk } from '../../support/faulty-disk.ts';
import { inCompany, levelFixture, live, sentBy } from '../../support/level-fixture.ts';
import { commandsOf, enhanced, memoryStore, no, settle, soon, used, yes } from '../../support/program-fixture.ts';
import { filesBelow } from '../../support/temporary-folder.ts';

describe('lowering the level on a disk that refuses', () => {
  it('sends nothing of the higher level, begins no session, and is done again later in the same run', async () => {
    const faulty = new FaultyDisk();
    const { program, restart, network, state, options } = levelFixture({ disk: faulty.disk });
    await live(program, enhanced);
    await program.close(soon());
    const next = restart();
    await next.start();
    const { installation } = next;
    state.up = true;
    faulty.fill();
    next.decide(yes);
    expect(next.collection.level).toBeUndefined();
    expect(next.installation).toBe(installation);
    expect(next.hasWork).toBe(true);
    const failed = restart();
    await failed.start();
    await failed.close(soon());
    expect(network.requests).toEqual([]);

    faulty.repair();
    await next.refresh();
    expect(next.collection.level).toBe('standard');
    expect(next.installation).not.toBe(installation);
    await next.close(soon());
    const batches = sentBy(network);
    expect(batches).toHaveLength(3);
    expect(batches.flatMap(aboveStandard)).toEqual([]);
    expect(options.identity.get().former.map((one) => one.installation)).toEqual([installation]);
  });

  it('lowers a session whose log could be sealed only after the identity had changed', async () => {
    const faulty = new FaultyDisk();
    const { program, restart, network, state } = levelFixture({ disk: faulty.disk });
    await live(program, enhanced);
    // What waits cannot be written; logs can.
    faulty.fails = (operation, file) => (operation === 'open' && file.includes('outbox') ? 'ENOSPC' : undefined);
    program.decide(yes);
    expect(program.collection.level).toBe('standard');
    program.record(used('help.about'));
    faulty.repair();
    state.up = true;
    const next = restart();
    await next.start();
    await next.close(soon());
    const batches = sentBy(network);
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], ['help.about'], []]);
    expect(batches.flatMap(aboveStandard)).toEqual([]);
  });

  it('does it again when the computer fails before the identity has changed', async () => {
    const { program, restart, options, network, state } = levelFixture();
    await live(program, enhanced);
    await program.close(soon());
    const { identity } = options;
    const refusing = { ...identity, set: () => expect.fail('not yet') };
    const halfway = restart({ identity: { ...refusing, get: () => identity.get() } });
    await halfway.start();
    halfway.decide(yes);
    expect(halfway.collection.level).toBeUndefined();
    expect(identity.get().level).toBe('enhanced');
    state.up = true;
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(sentBy(network).flatMap(aboveStandard)).toEqual([]);
    expect(identity.get().level).toBe('standard');
  });
});

describe('a policy that caps the level', () => {
  it('while the app runs lowers at once; when it goes, the Yes to the higher one holds again', async () => {
    const { program, network, state, options } = levelFixture();
    state.up = true;
    await live(program, enhanced);
    const installations = [program.installation];
    for (const policy of ['standard', undefined] as const) {
      state.policy = policy;
      await program.refresh();
      await settle();
      installations.push(program.installation);
      expect(program.collection.level).toBe(policy ?? 'enhanced');
    }
    expect(program.history).toHaveLength(1);
    await program.close(soon());
    const batches = sentBy(network);
    expect(new Set(installations).size).toBe(3);
    expect(batches.map(({ envelope }) => envelope.installation)).toEqual(installations);
    expect(batches.map((batch) => aboveStandard(batch).length > 0)).toEqual([false, false, true]);
    expect(options.identity.get().former.map(({ installation }) => installation)).toEqual(installations.slice(0, 2));
  });

  it('from the start says so, and nothing above it is collected', async () => {
    const asked = { count: 0 };
    const { program, restart, state } = levelFixture({
      enhanced: () => {
        asked.count++;
        return inCompany();
      },
    });
    state.policy = 'standard';
    program.decide(enhanced);
    program.seal();
    const next = restart();
    await next.start();
    expect(next.participation()).toEqual({ level: 'standard', reason: 'accepted-capped', ask: false });
    expect([next.highest, next.collectedAt]).toEqual(['standard', 'standard']);
    expect(
      next.unsent.view().batches.some(({ fields }) => fields.some(({ path: at }) => at.startsWith('organisation.'))),
    ).toBe(false);
    expect(asked.count).toBe(0);
  });

  it('ends a request of the higher level, also when no session is open and while the app closes', async () => {
    for (const during of ['closing', 'running'] as const) {
      const network = new FakeNetwork(() => 'hang');
      const { program, restart, state, time } = levelFixture({ transport: network.transport });
      await live(program, enhanced);
      const next = restart();
      await next.start();
      next.seal();
      if (during === 'running') time.advance(60_000);
      const closed = during === 'closing' ? next.close(soon()) : undefined;
      await expect.poll(() => network.requests.length).toBe(1);
      state.policy = 'standard';
      void next.refresh();
      expect(network.aborted).toHaveLength(1);
      await closed;
      expect(network.requests).toHaveLength(1);
    }
  });

  it('below off and back to the same level leaves the installation what it was', async () => {
    const { program, state } = levelFixture();
    await live(program, enhanced);
    const { installation } = program;
    state.policy = 'off';
    await program.refresh();
    expect(program.collection.level).toBeUndefined();
    state.policy = 'enhanced';
    await program.refresh();
    expect(program.collection.level).toBe('enhanced');
    expect(program.installation).toBe(installation);
  });
});

describe('a No at the enhanced level', () => {
  it('leaves nothing of it on the disk or in the identity, also when it could not be removed at once', async () => {
    const faulty = new FaultyDisk();
    const { program, restart, folder, options } = levelFixture({ disk: faulty.disk });
    await live(program, enhanced);
    faulty.protect();
    const identity = memoryStore(options.identity.get());
    program.decide(no);
    expect(program.record(used('go.search'))).toBe(0);
    faulty.repair();
    const next = restart({ identity });
    await next.start();
    expect(identity.get().user).toBeUndefined();
    expect(filesBelow(folder)).toEqual([]);
  });
});
