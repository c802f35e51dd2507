import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesBelow, temporaryFolder } from '../../support/temporary-folder.ts';
import { batchHeaders, bytesOf, deliver, send, someBatch } from './support/batches.ts';
import { startTestCollector } from './support/collectors.ts';
import { runCli } from './support/processes.ts';

describe('what identifies a sender', () => {
  it('is not stored and not logged: address, user agent, cookie, language, or any other header', async () => {
    const dataDir = temporaryFolder();
    const collector = await runCli(dataDir);
    const markers = ['MarkerAgent', 'MarkerCookie', 'MarkerLanguage', 'MarkerAddress', 'MarkerReferrer', 'MarkerOther'];
    const [agent = '', cookie = '', language = '', address = '', referrer = '', other = ''] = markers;
    const headers = {
      ...batchHeaders,
      'user-agent': agent,
      cookie: `id=${cookie}`,
      'accept-language': language,
      'x-forwarded-for': address,
      referer: `http://${referrer}/`,
      'x-other': other,
    };
    const good = someBatch();
    expect((await send(collector.url, bytesOf(good), headers)).status).toBe(200);
    expect((await send(collector.url, Buffer.from('MarkerBody'), headers)).status).toBe(400);
    await fetch(`${collector.url}/v1/overview?MarkerQuery=1`, {
      headers: { ...headers, 'content-type': 'text/plain' },
    });
    collector.kill('SIGTERM');
    expect((await collector.ended).code).toBe(0);
    expect(collector.faults()).toEqual([]);

    const files = filesBelow(dataDir).map((name) => readFileSync(path.join(dataDir, name)));
    for (const marker of [...markers, 'MarkerBody', 'MarkerQuery', '127.0.0.1']) {
      expect(files.filter((bytes) => bytes.includes(marker))).toEqual([]);
    }
    // The search does find what is there: the day of receipt aside, a batch is kept as it came.
    const store = await startTestCollector({ dataDir });
    expect(await store.installation(good.envelope.installation)).toEqual([good]);
  });

  it('is not the time of day at which a batch was received', async () => {
    const dataDir = temporaryFolder();
    const day = Date.UTC(2026, 4, 17);
    const early = await receivedAt(day + 1, dataDir);
    const late = await receivedAt(day + 86_399_999, dataDir);
    expect(early).toEqual(late);
  });
});

/** The record that a batch leaves in the journal. */
async function receivedAt(time: number, folder: string): Promise<Buffer> {
  const dataDir = path.join(folder, String(time));
  const collector = await startTestCollector({ dataDir, clock: () => time });
  const batch = someBatch({
    envelope: { batch: '00000000-0000-8000-8000-000000000001', installation: '00000000-0000-4000-8000-000000000002' },
  });
  await deliver(collector.url, batch);
  return readFileSync(path.join(dataDir, 'journal', '000000000001.journal'));
}
