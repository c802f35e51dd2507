import { describe, expect, it } from 'vitest';
import { finder } from '../../../../app/finder/product.ts';
import { manifestOf } from '../../../../client/core/product/manifest.ts';
import type { RuleTrial } from '../../../../collector/answers/findings/try-rule.ts';
import { RULE_TRIALS } from '../../../../collector/limits.ts';
import { KnownProducts } from '../../../../collector/products/known-products.ts';
import { undecided } from '../../../../collector/products/product-states.ts';
import { StorageUnavailable } from '../../../../collector/storage/storage.ts';
import { usedOften } from '../../../support/signed-suggestions.ts';
import { testServer } from './test-server.ts';

const DAY = Date.parse('2026-03-09') / 86_400_000;
const known = new KnownProducts([manifestOf(finder)], undecided);
const tried = { k: 5, installations: 12, organisations: 1, notTold: [] };

interface Trying {
  readonly role?: 'viewer' | 'support' | 'administrator';
  readonly tryRule?: (trial: RuleTrial, signal: AbortSignal) => Promise<typeof tried>;
  readonly hasClosed?: boolean;
}

/** A server with somebody who is logged in, and closed days. */
async function trying({ role = 'administrator', tryRule, hasClosed = true }: Trying = {}) {
  const closed = hasClosed ? { from: DAY, to: DAY + 9 } : undefined;
  const asked: RuleTrial[] = [];
  const { server, tokens, audit } = await testServer({
    products: { now: async () => known },
    closedDays: async () => closed,
    tryRule:
      tryRule ??
      (async (trial) => {
        asked.push(trial);
        return tried;
      }),
  });
  const token = await tokens.create({ name: `the-${role}`, role, use: 'bearer' });
  const post = async (body: unknown, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/answers/findings',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.statusCode, body: answer.json<Record<string, unknown>>(), headers: answer.headers };
  };
  return { post, asked, audited: async () => (await audit.list()).filter(({ what }) => what === 'rule-tried') };
}

const asking = (when: readonly unknown[] = [usedOften], more: object = {}) => ({ product: finder.id, when, ...more });

describe('a rule that is tried', () => {
  it('is answered for administrators, and on record before with who asked and about which conditions', async () => {
    const { post, asked, audited } = await trying();
    const answer = await post(asking([usedOften], { from: '2026-03-01', to: '2026-03-12' }));
    expect(answer.status).toBe(200);
    // As much of the range as has closed.
    expect(answer.body).toEqual({ range: { from: '2026-03-09', to: '2026-03-12' }, ...tried });
    expect(asked).toEqual([{ product: finder.id, range: { from: DAY, to: DAY + 3 }, when: [usedOften] }]);
    expect(await audited()).toMatchObject([
      {
        who: 'the-administrator',
        about: `candor-finder 2026-03-09..2026-03-12 ${JSON.stringify([usedOften])}`,
      },
    ]);
  });

  it.each(['viewer', 'support'] as const)(
    'is refused to a %s, and to whoever has no token or comes from another page',
    async (role) => {
      const { post, asked, audited } = await trying({ role });
      expect((await post(asking())).status).toBe(403);
      expect((await post(asking(), { authorization: 'Bearer made-up' })).status).toBe(401);
      expect((await post(asking(), { authorization: '' })).status).toBe(401);
      const administrator = await trying();
      expect((await administrator.post(asking(), { origin: 'https://elsewhere.example' })).status).toBe(403);
      expect((await administrator.post(asking(), { host: 'elsewhere.example' })).status).toBe(421);
      expect([asked, administrator.asked, await audited(), await administrator.audited()]).toEqual([[], [], [], []]);
    },
  );

  it.each<[string, unknown, string]>([
    ['an unknown command', { ...usedOften, of: 'view.fly' }, '/when/1/of'],
    ['a field that the grammar does not have', { ...usedOften, field: 'envelope.installation' }, '/when/1/field'],
    ['an organisation', { field: 'organisation.domain', op: 'is', value: ['one.example'] }, '/when/1/field'],
    ['a number that is none', { ...usedOften, value: "1' OR 1" }, '/when/1/value'],
    ['a condition with more than it has', { ...usedOften, number: 4711 }, '/when/1'],
  ])('does not compile with %s, and says where', async (_, condition, at) => {
    const { post, asked, audited } = await trying();
    const { status, body } = await post(asking([usedOften, condition]));
    expect([status, body['at']]).toEqual([400, at]);
    expect(JSON.stringify(body)).not.toMatch(/fly|4711|OR 1|one\.example/);
    expect([asked, await audited()]).toEqual([[], []]);
  });

  it('is refused with no, four or too many conditions, with what is no JSON, and where there is nothing to ask', async () => {
    const { post, asked } = await trying();
    for (const body of [
      asking([]),
      asking(Array.from({ length: 4 }, () => usedOften)),
      '{',
      'null',
      { when: [usedOften] },
    ]) {
      expect((await post(body)).status, JSON.stringify(body)).toBe(400);
    }
    expect((await post(asking(), { 'content-type': 'text/plain' })).status).toBe(415);
    const long = await post(`{"when":"${'x'.repeat(9000)}"}`);
    // Nothing of batches, which may be longer.
    expect(long).toMatchObject({ status: 413, body: { title: 'The request is longer than is taken here.' } });
    expect((await post(asking([usedOften], { product: 'candor-none' }))).status).toBe(404);
    expect((await post(asking([usedOften], { from: '2026-04-01' }))).status).toBe(404);
    expect((await (await trying({ hasClosed: false })).post(asking())).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('is tried so many times an hour, and says when again', async () => {
    const { post, asked } = await trying();
    for (let time = 0; time < RULE_TRIALS.requests; time++) expect((await post(asking())).status).toBe(200);
    const { status, headers } = await post(asking());
    expect([status, asked.length]).toEqual([429, RULE_TRIALS.requests]);
    expect(Number(headers['retry-after'])).toBeGreaterThan(3000);
  });

  it('is not answered while the storage is away', async () => {
    const { post } = await trying({
      tryRule: async () => {
        throw new StorageUnavailable('it is being started');
      },
    });
    const { status, headers } = await post(asking());
    expect([status, headers['retry-after'] !== undefined]).toEqual([503, true]);
  });
});
