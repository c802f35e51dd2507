/** HTTPS by the collector itself: with a certificate that is renewed while it runs. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import path from 'node:path';
import { connect } from 'node:tls';
import { expect, it } from 'vitest';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { batchHeaders, bytesOf, someBatch } from './support/batches.ts';
import { startTestCollector, until } from './support/collectors.ts';

const folder = suiteFolder();
const files = { cert: path.join(folder, 'cert.pem'), key: path.join(folder, 'key.pem') };

/** A new certificate for this computer, by openssl. */
function renew(name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', files.key];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', files.cert, '-days', '2', ...subject], { stdio: 'ignore' });
}

function nameServed(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

it('a collector speaks HTTPS with the certificate that stands in its files now, and keeps it while they do not belong together', async () => {
  renew('first');
  const collector = await startTestCollector({ storage: 'none', tls: files, seams: { tlsCheckMs: 20 } });
  const { port, protocol } = new URL(collector.url);
  expect(protocol).toBe('https:');
  const status = await new Promise((resolve, reject) => {
    const options = { method: 'POST', headers: batchHeaders, ca: readFileSync(files.cert) };
    const sent = request(`${collector.url}/v1/batches`, options, (answer) => resolve(answer.resume().statusCode));
    sent.on('error', reject).end(Buffer.from(bytesOf(someBatch())));
  });
  expect(status).toBe(200);
  renew('second');
  await until(async () => (await nameServed(Number(port))) === 'second', 'the new certificate is served');
  writeFileSync(files.key, 'no key');
  await until(
    () => collector.faults.some((fault) => fault.includes('the former certificate stays in use')),
    'it is said',
  );
  expect(await nameServed(Number(port))).toBe('second');
});

it('a start with files that do not belong together fails, and says which', async () => {
  renew('third');
  writeFileSync(files.cert, 'no certificate');
  await expect(startTestCollector({ storage: 'none', tls: files })).rejects.toThrow(files.cert);
});
