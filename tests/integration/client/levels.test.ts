import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../client/core/batch/batch.ts';
import { REFUSAL_MEDIA_TYPE } from '../../../client/core/batch/refusal.ts';
import { USER_DATA_MEDIA_TYPE } from '../../../client/core/batch/user-data.ts';
import { MAX_FORMER, MAX_USER_DATA_PAGES } from '../../../client/main/limits.ts';
import { coveredBatch } from '../../../client/main/outbox/delete-waiting.ts';
import type { ProgramOptions } from '../../../client/main/program.ts';
import { brotli } from '../../../client/main/recording/platform-codec.ts';
import { systemRandomness } from '../../../client/node/platform.ts';
import { aboveStandard } from '../../support/above-standard.ts';
import { answer, FakeNetwork, receiptFor } from '../../support/fakes.ts';
import { finderCodec, finderFormat, finderGroups } from '../../support/finder-format.ts';
import { fullReports } from '../../support/full-reports.ts';
import { levelFixture, live, sentBy } from '../../support/level-fixture.ts';
import { commandsOf, decoded, enhanced, no, settle, soon, used, yes } from '../../support/program-fixture.ts';
import { someContext } from '../../support/some-context.ts';
import { filesBelow } from '../../support/temporary-folder.ts';

describe('raised, lowered and raised again', () => {
  it('the program is another installation each time, and nothing that is sent ties one to another', async () => {
    const { program, network, options, state } = levelFixture();
    state.up = true;
    for (const given of [yes, enhanced, yes, enhanced]) await live(program, given);
    await program.close(soon());
    const batches = sentBy(network);
    // What the second one had collected waited when the third began, and was brought down.
    expect(batches.map(({ envelope }) => envelope.level)).toEqual(['standard', 'standard', 'standard', 'enhanced']);
    for (const part of ['installation', 'keyHash', 'batch'] as const) {
      expect(new Set(batches.map(({ envelope }) => envelope[part])).size).toBe(4);
    }
    expect(batches.map(({ envelope }) => envelope.session)).toEqual([1, 1, 1, 1]);
    expect(options.identity.get().former).toHaveLength(3);
  });

  it('what a window gathered before the change, and tells after it, is counted in neither', () => {
    const { program } = levelFixture();
    program.decide(enhanced);
    const before = { ...used('help.about'), epoch: program.collection.epoch };
    program.decide(yes);
    expect(program.record(before)).toBe(0);
    expect(program.record({ ...used('go.processes'), epoch: program.collection.epoch })).toBe(1);
    const { epoch } = program.collection;
    program.decide(no);
    program.decide(yes);
    expect(program.record({ ...used('view.refresh'), epoch })).toBe(0);
    expect(program.record({ ...used('go.search'), epoch: program.collection.epoch })).toBe(1);
  });

  it('has another number for the person each time, and none in between or after a No', async () => {
    const { program, options } = levelFixture();
    const user = () => options.identity.get().user;
    const users: (string | undefined)[] = [];
    for (const given of [enhanced, yes, enhanced, no, enhanced, no] as const) {
      program.decide(given);
      users.push(user());
    }
    expect(users.map((one) => one !== undefined)).toEqual([true, false, true, false, true, false]);
    expect(new Set(users.filter((one) => one !== undefined)).size).toBe(3);
  });

  it('can have all its installations shown and erased', async () => {
    let held: Batch[] = [];
    const about = (url: string) => /^\/v1\/installations\/([^?]+)/.exec(url)?.[1] ?? '';
    const network = new FakeNetwork((request) => {
      if (request.method === 'POST') {
        held.push(decoded(request));
        return receiptFor(request);
      }
      const installation = about(request.path);
      const own = held.filter(({ envelope }) => envelope.installation === installation);
      if (own.length === 0)
        return answer(404, JSON.stringify({ refusal: 'nothing-held', installation }), REFUSAL_MEDIA_TYPE);
      if (request.method === 'GET') {
        return answer(200, JSON.stringify({ installation, batches: own, next: null }), USER_DATA_MEDIA_TYPE);
      }
      held = held.filter((batch) => !own.includes(batch));
      const body = JSON.stringify({ installation, status: 'erased', batches: own.length });
      return answer(200, body, 'application/vnd.candor.receipt+json');
    });
    const { program, restart, options } = levelFixture({ transport: network.transport });
    // More of them than pages that one click fetches.
    const turns = MAX_USER_DATA_PAGES + 2;
    for (let turn = 0; turn < turns; turn++) await live(program, turn % 2 === 0 ? enhanced : yes);
    await program.close(soon());
    expect(turns).toBeLessThan(MAX_FORMER);
    const later = restart();
    later.decide(no);
    const shown = await later.userData.fetch();
    expect(shown).toMatchObject({ status: 'found', complete: true });
    expect(shown.status === 'found' && shown.batches).toHaveLength(turns);
    expect(await later.userData.erase()).toEqual({ status: 'erased', batches: turns });
    expect(held).toEqual([]);
    expect(options.identity.get().former).toEqual([]);
  });

  it('is tied to its machine again, whoever brings it down', async () => {
    const { program, options, state } = levelFixture({ machineId: () => Promise.resolve('a'.repeat(32)) });
    await live(program, enhanced);
    const marks = [options.identity.get().cloneMark];
    state.policy = 'standard';
    await program.refresh();
    await settle();
    marks.push(options.identity.get().cloneMark);
    expect(marks).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(marks[1]).not.toBe(marks[0]);
  });

  it('is tied to its machine again, so that a copy of it is noticed', async () => {
    const on = (id: string) => ({ machineId: () => Promise.resolve(id.repeat(32)) });
    const { program, restart, options } = levelFixture(on('a'));
    for (const given of [yes, enhanced] as const) {
      await live(program, given);
      expect(options.identity.get().cloneMark).toMatch(/^[0-9a-f]{64}$/);
    }
    await program.close(soon());
    const copy = restart(on('b'));
    await copy.start();
    expect(copy.participation()).toMatchObject({ level: 'off', reason: 'undecided' });
    expect(options.identity.get().user).toBeUndefined();
    expect(copy.unsent.view().batches).toEqual([]);
  });
});

describe('lowering the level', () => {
  it('takes from what waits what only the higher one covers; the rest is the same batch, and is sent', async () => {
    const { program, restart, network, state, outbox } = levelFixture();
    await live(program, enhanced);
    await program.close(soon());
    const ids = () => readdirSync(outbox).map((name) => /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(name)?.[0]);
    const [waiting] = ids();
    const later = restart();
    await later.start();
    expect(
      later.unsent
        .view()
        .batches.map(({ state: where, fields }) => [
          where,
          fields.some((field) => field.path.startsWith('organisation.')),
        ]),
    ).toEqual([
      ['current', true],
      ['waiting', true],
    ]);
    later.decide(yes);
    expect(waiting).toBeDefined();
    expect(ids()[0]).toBe(waiting);
    state.up = true;
    await later.close(soon());
    const batches = sentBy(network);
    expect(batches.map(aboveStandard)).toEqual([[], [], []]);
    expect(batches.map(({ envelope }) => envelope.level)).toEqual(['standard', 'standard', 'standard']);
    expect(network.requests.map(commandsOf)).toEqual([['go.search'], [], []]);
    const [before, between, after] = batches.map(({ envelope }) => envelope.installation);
    expect(between).toBe(before);
    expect(after).not.toBe(before);
  });

  it('leaves exactly what the registry counts to the lower level', () => {
    const whole: Batch = {
      envelope: {
        batch: systemRandomness.uuid(),
        installation: systemRandomness.uuid(),
        keyHash: 'a'.repeat(64),
        level: 'enhanced',
        notice: 1,
        session: 3,
        sequence: 0,
        start: '2026-03-09',
        end: 'quit',
      },
      context: someContext,
      usage: [],
      dropped: { refused: 1 },
      ...fullReports,
    };
    const lowered = coveredBatch(finderCodec, whole, 'standard');
    expect(() => finderFormat.encode(lowered, brotli)).not.toThrow();
    const kept = Object.entries(finderGroups).flatMap(([name, group]) =>
      [...Object.values(group.fields), ...(group.word ? [group.word] : [])].every(({ level }) => level === 'standard')
        ? [name as keyof Batch]
        : [],
    );
    const { level: _level, ...envelope } = whole.envelope;
    expect(lowered.envelope).toEqual({ ...envelope, level: 'standard' });
    for (const name of kept.filter((group) => group !== 'envelope')) expect(lowered[name]).toEqual(whole[name]);
    expect(aboveStandard(lowered)).toEqual([]);
    expect(coveredBatch(finderCodec, whole, 'enhanced')).toBe(whole);
  });

  it('aborts a request under way; raising it does not', async () => {
    const network = new FakeNetwork(() => 'hang');
    const { program, restart, time } = levelFixture({ transport: network.transport });
    const begin = async (given: typeof yes | typeof enhanced) => {
      const next = restart();
      await next.start();
      next.decide(given);
      next.seal();
      next.decide(given);
      time.advance(60_000);
      await expect.poll(() => network.requests.length - network.aborted.length).toBe(1);
      return next;
    };
    program.decide(yes);
    const standard = await begin(yes);
    standard.decide(enhanced);
    expect(network.aborted).toHaveLength(0);
    standard.decide(no);
    const raised = await begin(enhanced);
    raised.decide(yes);
    expect(network.aborted).toHaveLength(2);
    expect(decoded(network.aborted[1]).envelope.level).toBe('enhanced');
  });

  it('deletes what was set aside at the higher level, because nobody can say what is in it', async () => {
    const { program, restart, folder, outbox } = levelFixture();
    await live(program, enhanced);
    await program.close(soon());
    const [name = ''] = readdirSync(outbox);
    const aside = path.join(folder, 'program', 'set-aside');
    writeFileSync(path.join(outbox, name), 'damaged');
    const next = restart();
    await next.start();
    await next.close(soon());
    expect(readdirSync(aside)).toEqual([name]);
    const last = restart();
    await last.start();
    last.decide(yes);
    expect(filesBelow(folder).filter((file) => file.includes('set-aside'))).toEqual([]);
  });

  it('holds from the click on even if the disk refuses to store it, and raising it does not', async () => {
    const { program, restart, options, network, state } = levelFixture();
    await live(program, enhanced);
    const refusing = (from: ProgramOptions['consent']): ProgramOptions['consent'] => ({
      get: () => from.get(),
      set: () => {
        throw new Error('ENOSPC');
      },
      drop: () => {},
      setAside: undefined,
      unreadable: false,
    });
    program.seal();
    const next = restart({ consent: refusing(options.consent) });
    await next.start();
    expect(next.collection.level).toBe('enhanced');
    expect(() => next.decide(yes)).toThrow('ENOSPC');
    expect(next.participation()).toMatchObject({ level: 'standard', reason: 'accepted' });
    expect(next.collection.level).toBe('standard');
    state.up = true;
    await next.close(soon());
    expect(sentBy(network).flatMap(aboveStandard)).toEqual([]);

    options.consent.set({ ...options.consent.get(), decision: { ...options.consent.get().decision, ...yes } as never });
    const last = restart({ consent: refusing(options.consent) });
    await last.start();
    expect(() => last.decide(enhanced)).toThrow('ENOSPC');
    expect(last.collection.level).toBe('standard');
  });
});
