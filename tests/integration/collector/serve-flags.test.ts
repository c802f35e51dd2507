/** Flags of the service that reach into its parts, from the command line to what comes out. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { selfSigned } from '../../support/self-signed.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { batchHeaders, bytesOf, someBatch } from './support/batches.ts';
import { until } from './support/collectors.ts';
import { runCli } from './support/processes.ts';

interface Forwarded {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An endpoint of OpenTelemetry's that takes everything. */
async function endpoint(): Promise<{ url: string; forwarded: Forwarded[] }> {
  const forwarded: Forwarded[] = [];
  const server = createServer(async (asked, answer) => {
    const body = Buffer.concat(await asked.toArray());
    forwarded.push({ url: asked.url, headers: asked.headers, body });
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/otlp`, forwarded };
}

function upload(url: string, ca: Buffer): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/v1/batches`, { method: 'POST', headers: batchHeaders, ca }, (answer) =>
      resolve(answer.resume().statusCode),
    );
    sent.on('error', reject).end(Buffer.from(bytesOf(someBatch())));
  });
}

it('a service with a certificate and an endpoint to forward to takes a batch over TLS, and tells it there without its sender', async () => {
  const folder = temporaryFolder();
  const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };
  const pair = selfSigned();
  writeFileSync(files.cert, pair.cert);
  writeFileSync(files.key, pair.key, { mode: 0o600 });
  const { url, forwarded } = await endpoint();
  const tls = ['--tls-cert', files.cert, '--tls-key', files.key];
  const forwarding = [
    '--forward-otlp',
    url,
    '--forward-notice-confirmed',
    '--forward-headers',
    'authorization=Bearer x',
  ];
  const collector = await runCli(temporaryFolder(), '--storage', 'none', ...tls, ...forwarding);
  expect(new URL(collector.url).protocol).toBe('https:');
  expect(await upload(collector.url, readFileSync(files.cert))).toBe(200);

  await until(() => forwarded.length > 0, 'it is forwarded');
  const [logs] = forwarded;
  expect(logs).toMatchObject({ url: '/otlp/v1/logs', headers: { authorization: 'Bearer x' } });
  expect(gunzipSync(logs?.body ?? '').includes('go.search')).toBe(true);
  collector.kill('SIGTERM');
  expect(await collector.ended).toEqual({ code: 0, signal: null });
});
