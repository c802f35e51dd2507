import { describe, expect, it } from 'vitest';
import type { UserDataPage } from '../../../client/core/batch/user-data.ts';
import { LOOKUPS_A_DAY } from '../../../collector/limits.ts';
import { deliver } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { TODAY } from './support/storages.ts';
import { askHeld, batchOf, erase, type Installation, someInstallation } from './support/user-data.ts';

const REASON = 'ticket 4711: exports fail';

interface LookedUp {
  readonly batches: readonly {
    readonly received: number;
    readonly batch: { readonly envelope: { session: number } };
  }[];
  readonly next: string | null;
}

async function someCollector(options: Parameters<typeof startTestCollector>[0] = {}) {
  const collector = await startTestCollector({ k: 5, ...options });
  const tokenOf = (role: 'viewer' | 'support') => collector.tokens.create({ name: `the-${role}`, role, use: 'bearer' });
  const [viewer, support] = [await tokenOf('viewer'), await tokenOf('support')];
  const lookUp = async (body: unknown, token: string | undefined = support, type = 'application/json') => {
    const answer = await fetch(new URL('/v1/support/lookups', collector.url), {
      method: 'POST',
      headers: { 'content-type': type, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, text, found: (answer.ok ? JSON.parse(text) : undefined) as LookedUp | undefined };
  };
  const audit = async (token = collector.token) => {
    const answer = await fetch(new URL('/v1/audit', collector.url), { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, records: answer.ok ? ((await answer.json()) as Record<string, unknown>[]) : [] };
  };
  const told = async (who: Installation) => {
    const { status, text } = await askHeld(collector.url, 'GET', who);
    return status === 200 ? (JSON.parse(text) as UserDataPage).lookups : status;
  };
  return { collector, viewer, support, lookUp, audit, told };
}

describe('a look-up by support', () => {
  it('shows one installation newest first, is on record with its reason, and is told to the person without it', async () => {
    const { collector, lookUp, audit, told, support } = await someCollector();
    const who = someInstallation();
    for (const session of [1, 2, 3]) await deliver(collector.url, batchOf(who, { envelope: { session } }));
    const other = someInstallation();
    await deliver(collector.url, batchOf(other));
    await collector.settled();
    expect(await told(who)).toEqual([]);
    const { installation } = who;
    const { status, found } = await lookUp({ installation, reason: REASON });
    expect(status).toBe(200);
    expect(found?.batches.map(({ batch }) => batch.envelope.session)).toEqual([3, 2, 1]);
    expect(found?.next).toBeNull();
    expect((await audit()).records).toContainEqual(
      expect.objectContaining({
        who: 'the-support',
        role: 'support',
        what: 'installation-looked-up',
        about: installation,
        reason: REASON,
      }),
    );
    expect((await audit(support)).status).toBe(403);
    const lookups = await told(who);
    expect(lookups).toEqual([{ day: new Date().toISOString().slice(0, 10), role: 'support' }]);
    expect(JSON.stringify(lookups)).not.toContain('4711');
    expect(await told(other)).toEqual([]);
  });

  it('needs the role, an ID and a reason, and does nothing without them', async () => {
    const { collector, viewer, lookUp, audit, told } = await someCollector();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await collector.settled();
    const { installation } = who;
    expect((await lookUp({ installation, reason: REASON }, viewer)).status).toBe(403);
    expect((await lookUp({ installation, reason: REASON }, 'made-up')).status).toBe(401);
    for (const body of [
      { installation },
      { installation, reason: '' },
      { installation, reason: '  a  ' },
      { installation, reason: 'x'.repeat(201) },
      { installation, reason: 'a line\u0007 that rings' },
      { installation, reason: 'turned \u202Eround' },
      { installation, reason: '\u3164\u3164\u3164\u3164' },
      { installation, reason: '\u2800 \u2800\u2800' },
      { installation: 'all', reason: REASON },
      { installation, reason: REASON, before: "1' OR 1" },
      { installation, reason: REASON, more: 1 },
      '{',
      'null',
    ]) {
      expect((await lookUp(body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await lookUp('x'.repeat(5000))).status).toBe(413);
    expect((await lookUp(`installation=${installation}`, undefined, 'application/x-www-form-urlencoded')).status).toBe(
      415,
    );
    expect((await audit()).records.map(({ what }) => what)).not.toContain('installation-looked-up');
    expect(await told(who)).toEqual([]);
  });

  it('finds nothing of who is erased, says nothing else of them, and is on record all the same', async () => {
    const { collector, lookUp, audit, told } = await someCollector();
    const who = someInstallation();
    const { installation } = who;
    await deliver(collector.url, batchOf(who));
    await collector.settled();
    expect((await lookUp({ installation, reason: REASON })).status).toBe(200);
    await erase(collector.url, who);
    const [erased, unknown] = [installation, someInstallation().installation];
    const answers = await Promise.all([erased, unknown].map((id) => lookUp({ installation: id, reason: REASON })));
    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect(answers[0]?.text).toBe(answers[1]?.text);
    const looked = (await audit()).records.filter(({ what }) => what === 'installation-looked-up');
    expect(looked).toHaveLength(3);
    expect(await told(who)).toBe(404);
  });

  it('is told to the person, however many have made up keys for the ID since', async () => {
    const day = { is: TODAY };
    const { collector, lookUp, told } = await someCollector({ clock: () => day.is * 86_400_000 + 1 });
    const [who, other] = [someInstallation(), someInstallation()];
    for (const one of [who, other]) await deliver(collector.url, batchOf(one));
    day.is++;
    const forged = Array.from({ length: 30 }, () => someInstallation(who.installation));
    for (const one of forged) await deliver(collector.url, batchOf(one));
    await collector.settled();
    expect((await lookUp({ installation: other.installation, reason: REASON })).status).toBe(200);
    expect((await lookUp({ installation: who.installation, reason: REASON })).status).toBe(200);
    expect(await told(who)).toHaveLength(1);
    const records = await Promise.all(forged.map(told));
    // What is on record is bounded: else one look-up pushed those of everybody else out.
    expect(records.flat()).toHaveLength(9);
    expect(await told(other)).toHaveLength(1);
  });

  it('is refused when a token has made as many as it may on the day; no more are on record, and another token goes on', async () => {
    const { collector, lookUp, audit, told } = await someCollector();
    const who = someInstallation();
    await deliver(collector.url, batchOf(who));
    await collector.settled();
    const another = await collector.tokens.create({ name: 'another', role: 'support', use: 'bearer' });
    const { installation } = who;
    const unknown = someInstallation().installation;
    for (let times = 0; times < LOOKUPS_A_DAY; times++) {
      expect((await lookUp({ installation: unknown, reason: REASON })).status).toBe(404);
    }
    expect((await lookUp({ installation, reason: REASON })).status).toBe(429);
    expect(await told(who)).toEqual([]);
    expect((await lookUp({ installation, reason: REASON }, another)).status).toBe(200);
    expect(await told(who)).toHaveLength(1);
    const records = (await audit()).records.filter(({ what }) => what === 'installation-looked-up');
    expect(records).toHaveLength(LOOKUPS_A_DAY + 1);
  });

  it('comes page after page', async () => {
    const { collector, lookUp } = await someCollector();
    const who = someInstallation();
    const { installation } = who;
    const sessions = 201;
    for (let session = 1; session <= sessions; session++)
      await deliver(collector.url, batchOf(who, { envelope: { session } }));
    await collector.settled();
    const first = await lookUp({ installation, reason: REASON });
    const second = await lookUp({ installation, reason: REASON, before: first.found?.next ?? '' });
    const seen = [first, second]
      .flatMap(({ found }) => found?.batches ?? [])
      .map(({ batch }) => batch.envelope.session);
    expect(seen).toEqual(Array.from({ length: sessions }, (_, at) => sessions - at));
    expect(second.found?.next).toBeNull();
  });
});
