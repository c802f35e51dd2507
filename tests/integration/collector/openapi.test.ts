import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Document, OpenAPIClientAxios } from 'openapi-client-axios';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../../collector/rollups/tables.ts';
import { publishRules } from '../../support/published-rules.ts';
import { someRule } from '../../support/signed-suggestions.ts';
import { deliver, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { someReports } from './support/reports.ts';

const DAY_MS = 86_400_000;
const DAY = Math.floor(Date.parse('2026-03-09') / DAY_MS);

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

/** Whether it takes filters; rules have conditions of their own. */
const hasFilters = (operationId: string) => operationId !== 'findings';

/** Whether it is answered by day, week or month as well. */
const hasPeriods = (operationId: string) => !['retention', 'flows', 'findings'].includes(operationId);

/** A collector with a closed day, and a client that was made of its own description. */
async function described() {
  const clock = { day: DAY };
  const collector = await startTestCollector({ k: 1, clock: () => clock.day * DAY_MS + 1 });
  const dropped = { 'outbox-full': 2 } as const;
  const reports = { operations: someReports.operations, errors: someReports.errors };
  for (let batch = 0; batch < 3; batch++) await deliver(collector.url, someBatch({ dropped, reports }));
  clock.day++;
  await publishRules(collector.dataDir, [someRule({ remedy: { command: 'go.search' } })]);
  await collector.closed();
  const authorization = `Bearer ${collector.token}`;
  const response = await fetch(`${collector.url}/openapi.json`, { headers: { authorization } });
  const document = (await response.json()) as Document;
  const client = await new OpenAPIClientAxios({
    definition: document,
    withServer: { url: collector.url },
    axiosConfigDefaults: { headers: { authorization }, validateStatus: () => true, adapter: 'fetch' },
  }).init();
  /** Asks by the name that the description gives an operation. */
  const call = async (operation: string, given: Readonly<Record<string, string>> = {}, headers = {}) => {
    const method = client[operation];
    if (!method) throw new Error(`the client has no ${operation}`);
    return await method(given, undefined, { headers });
  };
  const operations = Object.values(document.paths ?? {}).map((path) => path?.get as unknown as Operation);
  return { collector, document, call, operations };
}

type Call = Awaited<ReturnType<typeof described>>['call'];

/** Asks for all that an operation gives beside its rows. */
async function askMore(call: Call, operationId: string) {
  const [filters, periods] = [hasFilters(operationId), hasPeriods(operationId)];
  const { data } = await call(operationId, {
    ...(filters ? { votes: 'installation', compare: 'os:linux' } : {}),
    ...(periods ? { by: 'day' } : {}),
    sql: '1',
  });
  expect([data.compared?.segment, data.statements.length > 1]).toEqual([filters ? 'linux' : undefined, true]);
  expect([data.periods?.length, data.compared?.periods?.length]).toEqual(periods ? [1, 1] : [undefined, undefined]);
  if (!periods) expect((await call(operationId, { by: 'day' })).status).toBe(400);
  if (!filters) expect((await call(operationId, { compare: 'os:linux' })).status).toBe(400);
  return data;
}

describe('the description of the answers', () => {
  it('makes a client, whose every answer is as it was described', async () => {
    const { call, operations } = await described();
    const ajv = new Ajv2020({ strict: true });
    const names = operations.map(({ operationId }) => operationId);
    expect(names.length).toBeGreaterThan(5);
    for (const { operationId, responses } of operations) {
      const { status, data } = await call(operationId);
      expect([operationId, status]).toEqual([operationId, 200]);
      const { schema = {} } = responses[200]?.content['application/json'] ?? {};
      const validate = ajv.compile(schema);
      expect([operationId, validate(data), validate.errors]).toEqual([operationId, true, null]);
      if (operationId !== 'questions') {
        const more = await askMore(call, operationId);
        expect([operationId, validate(more), validate.errors]).toEqual([operationId, true, null]);
      }
      // The schema is no blank cheque.
      expect(validate({ ...data, more: 1 })).toBe(false);
      if (operationId !== 'questions') {
        expect(data.rows.length, operationId).toBeGreaterThan(0);
        expect(data.completeness.sessions).toEqual({ received: 3, expected: 3 });
      }
    }
    const { data } = await call('questions');
    expect(data.questions.map(({ name }: { name: string }) => name).sort()).toEqual(
      names.filter((name) => name !== 'questions').sort(),
    );
  });

  it('has every parameter that is taken, and no other', async () => {
    const { call, document } = await described();
    const parameters = document.paths?.['/v1/answers/features']?.get?.parameters?.map((parameter) => {
      if ('$ref' in parameter) throw new Error('a reference');
      return parameter.name;
    });
    expect(parameters?.sort()).toEqual(
      ['from', 'to', 'product', 'votes', 'compare', 'by', 'sql', 'format', ...DIMENSIONS].sort(),
    );
    const ask = async (given: Readonly<Record<string, string>>) => (await call('features', given)).status;
    for (const dimension of DIMENSIONS)
      expect([dimension, await ask({ [dimension]: 'unknown' })]).toEqual([dimension, 200]);
    expect(await ask({ from: '2026-03-09', to: '2026-03-09', product: 'candor-finder', format: 'csv' })).toBe(200);
    expect(await ask({ by: 'month', format: 'csv' })).toBe(200);
    expect(await ask({ from: 'yesterday' })).toBe(400);
    expect(await ask({ by: 'hour' })).toBe(400);
  });

  it('describes refusals as they are', async () => {
    const { collector, document, call } = await described();
    const validate = new Ajv2020().compile(document.components?.schemas?.['Problem'] as object);
    const refused = [
      await call('features', { from: 'yesterday' }),
      await call('features', { from: '2031-01-01' }),
      await call('features', {}, { authorization: '' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([400, 404, 401]);
    for (const { data } of refused) expect([validate(data), data]).toEqual([true, data]);
    expect((await fetch(`${collector.url}/openapi.json`)).status).toBe(401);
  });
});
