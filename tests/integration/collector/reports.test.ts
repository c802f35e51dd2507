import { describe, expect, it } from 'vitest';
import { MAX_BATCH_EVENTS } from '../../../client/core/batch/limits.ts';
import { OVERVIEW_PATH } from '../../../client/core/batch/overview.ts';
import { finderRegistry } from '../../support/finder-format.ts';
import { bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { forgedField } from './support/forged.ts';
import { largestReports, someReports } from './support/reports.ts';
import { batchOf, fetchUserData, someInstallation } from './support/user-data.ts';

const enhanced = { level: 'enhanced' } as const;

describe('what a session has found', () => {
  it('is fetched back as it was sent, every group of it, at either level', async () => {
    const collector = await startTestCollector();
    const who = someInstallation();
    const { operations, counts, throughput, errors } = someReports;
    const batches = [
      batchOf(who, { envelope: enhanced, dropped: { 'errors-full': 2 }, reports: someReports }),
      batchOf(who, { envelope: { session: 2 }, reports: { operations, counts, throughput, errors } }),
      batchOf(who, { envelope: { session: 3 } }),
      batchOf(who, { envelope: { ...enhanced, session: 4 }, reports: { organisation: { role: 'unknown' } } }),
      batchOf(who, { envelope: { ...enhanced, session: 5 }, reports: largestReports }),
    ];
    for (const batch of batches) await deliver(collector.url, batch);
    expect((await fetchUserData(collector.url, who))?.batches).toEqual(batches);
    await collector.settled();
    expect(await collector.installation(who.installation)).toEqual(batches);
    expect((await fetchUserData(collector.url, who))?.batches).toEqual(batches);
  });

  it('fits into a batch with the most uses that it can hold, and all of that is held', async () => {
    const collector = await startTestCollector();
    const who = someInstallation();
    const usage = Array.from(
      { length: MAX_BATCH_EVENTS },
      (_, index) => ({ command: 'view.density-comfortable', source: 'shortcut', time: 2_668_400 + index }) as const,
    );
    const batch = batchOf(who, { envelope: enhanced, usage, reports: largestReports });
    await deliver(collector.url, batch);
    expect((await fetchUserData(collector.url, who))?.batches).toEqual([batch]);
  });

  it('is refused when the level does not cover it', async () => {
    const collector = await startTestCollector();
    const { organisation } = someReports;
    const bytes = bytesOf(someBatch({ envelope: enhanced, reports: { organisation } }));
    const standard = finderRegistry.envelope.fields.level.type.values.indexOf('standard');
    const answer = await send(collector.url, forgedField(bytes, 'envelope', 'level', standard));
    expect(answer).toMatchObject({ status: 400, body: { path: 'organisation.user' } });
    expect(JSON.stringify(answer.body)).not.toContain(organisation.user);
    expect(await send(collector.url, bytes)).toMatchObject({ status: 200 });
  });
});

describe('what an organisation is called', () => {
  it('is in no answer of the dashboard, whatever k is', async () => {
    const collector = await startTestCollector({ k: 1 });
    const { organisation } = someReports;
    await deliver(collector.url, someBatch({ envelope: enhanced, reports: someReports }));
    await collector.settled();
    const response = await fetch(new URL(OVERVIEW_PATH, collector.url), {
      headers: { authorization: `Bearer ${collector.token}` },
    });
    const answer = await response.text();
    expect(JSON.parse(answer)).toMatchObject({ sessions: 1, installations: 1 });
    const { user, domain, customer, licence } = organisation;
    for (const value of [user, domain, customer, licence]) expect(answer).not.toContain(value);
    for (const name of Object.keys(organisation)) expect(answer).not.toContain(`"${name}"`);
  });
});
