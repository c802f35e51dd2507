/** HTTP/2 by the collector itself: what is asked over it is answered as over HTTP/1.1. */
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ask, begin, openSession } from '../../support/http2-client.ts';
import { selfSigned } from '../../support/self-signed.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { batchHeaders, bytesOf, someBatch } from './support/batches.ts';
import { shareTestCollector, startTestCollector, until } from './support/collectors.ts';

const folder = suiteFolder();
const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };

function renew(): string {
  const { cert, key } = selfSigned();
  writeFileSync(files.cert, cert);
  writeFileSync(files.key, key);
  return cert;
}
renew();

const shared = shareTestCollector({ storage: 'none', tls: files, seams: { tlsCheckMs: 20 } });
const upload = { ':method': 'POST', ':path': '/v1/batches', ...batchHeaders };

it('a batch that is sent over HTTP/1.1 and again over HTTP/2 is received once', async () => {
  const bytes = Buffer.from(bytesOf(someBatch()));
  const first = await new Promise<{ version: string; text: string }>((resolve, reject) => {
    const options = { method: 'POST', headers: batchHeaders, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'] };
    const sent = request(`${shared().url}/v1/batches`, options, async (answer) => {
      resolve({ version: answer.httpVersion, text: Buffer.concat(await answer.toArray()).toString() });
    });
    sent.on('error', reject).end(bytes);
  });
  expect(first.version).toBe('1.1');
  expect(JSON.parse(first.text)).toMatchObject({ status: 'accepted' });
  const session = await openSession(shared().url);
  expect(session.alpnProtocol).toBe('h2');
  const second = await ask(session, upload, bytes);
  expect(second).toMatchObject({ status: 200, headers: { 'x-content-type-options': 'nosniff' } });
  expect(JSON.parse(second.text)).toMatchObject({ status: 'duplicate' });
});

it('a hundred batches that are sent at a time over one connection are all received', async () => {
  const session = await openSession(shared().url);
  const sent = Array.from({ length: 100 }, () => begin(session, upload));
  for (const { stream } of sent) stream.write(Buffer.alloc(0));
  for (const { stream } of sent) stream.end(bytesOf(someBatch()));
  const answers = await Promise.all(sent.map(({ answer }) => answer));
  const statuses = answers.map(({ text }) => JSON.parse(text).status);
  expect(statuses).toEqual(Array(100).fill('accepted'));
});

it('a login over HTTP/2 gives a cookie that is kept to TLS and to this host, and is one', async () => {
  const { url, tokens } = shared();
  const token = await tokens.create({ name: 'http2', role: 'viewer', use: 'bearer' });
  const session = await openSession(url);
  const form = { 'content-type': 'application/x-www-form-urlencoded', origin: url };
  const answer = await ask(session, { ':method': 'POST', ':path': '/login', ...form }, `token=${token}`);
  expect(answer.status).toBe(303);
  const [cookie = ''] = [answer.headers['set-cookie']].flat();
  expect(cookie).toMatch(/^__Host-candor-session-\d+=.*; Secure/);
  const me = await ask(session, { ':path': '/v1/me', cookie: cookie.split(';')[0] ?? '' });
  expect(JSON.parse(me.text)).toMatchObject({ role: 'viewer' });
});

it('sessions that are begun have the new certificate, and one that goes on loses nothing', async () => {
  const first = renew();
  const collector = await startTestCollector({ storage: 'none', tls: files, seams: { tlsCheckMs: 20 } });
  const before = await openSession(collector.url, { ca: first, rejectUnauthorized: true });
  const second = renew();
  await until(
    () =>
      openSession(collector.url, { ca: second, rejectUnauthorized: true }).then(
        () => true,
        () => false,
      ),
    'the new certificate is served',
  );
  const answer = await ask(before, upload, bytesOf(someBatch()));
  expect(answer.status).toBe(200);
});
