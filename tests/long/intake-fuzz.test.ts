import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { REFUSAL_MEDIA_TYPE } from '../../client/core/batch/refusal.ts';
import { bytesOf, deliver, someBatch } from '../integration/collector/support/batches.ts';
import { startTestCollector } from '../integration/collector/support/collectors.ts';
import { mutateBytes, mutateValue } from '../integration/collector/support/mutations.ts';
import { originalBatches } from '../integration/collector/support/original-batches.ts';
import { peakMemory, storageProcesses } from '../integration/collector/support/processes.ts';
import { Random } from '../integration/collector/support/random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { FuzzFound } from './support/fuzz-intake.ts';

const SCRIPT = fileURLToPath(new URL('./support/fuzz-intake.ts', import.meta.url));
const SEED = 20_261_129;

/** A million bodies: most of them in two processes without HTTP, … */
const PROCESSES = 2;
const IN_PROCESS = 490_000;
/** … and some through it. */
const OVER_HTTP = 20_000;
const SENDERS = 16;

it(`${PROCESSES * IN_PROCESS} mutated batches at the intake: no crash, no receipt lost, memory bounded, every answer clear`, async () => {
  const runs = Array.from({ length: PROCESSES }, async (_, process_) => {
    const args = [SCRIPT, temporaryFolder(), String(SEED + process_), String(IN_PROCESS)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } });
    return JSON.parse(stdout) as FuzzFound;
  });
  for (const { told, megabytes } of await Promise.all(runs)) {
    process.stdout.write(`fuzz: ${JSON.stringify(told)}, ${megabytes} MB at most\n`);
    expect(told['accepted']).toBeGreaterThan(IN_PROCESS / 20);
    expect(told['invalid']).toBeGreaterThan(IN_PROCESS / 4);
    expect(told['newer']).toBeGreaterThan(IN_PROCESS / 1000);
    expect(Object.values(told).reduce((sum, count) => sum + count, 0)).toBe(IN_PROCESS);
  }
});

it(`${OVER_HTTP} mutated requests over HTTP: every one is answered or its connection closed, and what was accepted is stored once`, async () => {
  const collector = await startTestCollector({ unpackaged: true });
  const random = new Random(SEED);
  const originals = originalBatches(random).map(bytesOf);
  const counts = new Map<string, number>();
  let accepted = 0;
  let left = OVER_HTTP;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (left-- > 0) {
        if (left % 8 === 0) originals[random.below(originals.length)] = bytesOf(random.pick(originalBatches(random)));
        const body = random.pick([mutateBytes, mutateValue])(random.pick(originals), random);
        const answer = await ask(collector.url, mutatedHead(body, random), body);
        const { status, type, text } = answer;
        counts.set(String(status), (counts.get(String(status)) ?? 0) + 1);
        expect(possible).toContain(status);
        if (status === 200 && text.includes('"accepted"')) accepted++;
        if (type === REFUSAL_MEDIA_TYPE) expect(JSON.parse(text)).toMatchObject({ refusal: expect.any(String) });
      }
    }),
  );
  process.stdout.write(`fuzz over HTTP: ${JSON.stringify(Object.fromEntries(counts))}, ${accepted} accepted\n`);
  expect(counts.get('200')).toBeGreaterThan(OVER_HTTP / 10);
  expect(counts.get('400')).toBeGreaterThan(OVER_HTTP / 10);
  expect(counts.get('415')).toBeGreaterThan(OVER_HTTP / 100);

  expect(await deliver(collector.url, someBatch())).toBe('accepted');
  await collector.settled();
  expect((await collector.overview()).completeness).toMatchObject({ received: accepted + 1, waiting: 0 });
  expect(collector.faults).toEqual([]);
  for (const pid of [process.pid, ...storageProcesses()]) expect(peakMemory(pid)).toBeLessThan(1024);
});

/** 0: the head was such that nothing could be answered. */
const possible = [0, 200, 400, 404, 405, 408, 409, 411, 413, 414, 415, 417, 421, 429, 431, 501, 503, 505];

/** Head of a request for a batch, often with something wrong in it. */
function mutatedHead(body: Uint8Array, random: Random): string {
  const line = random.pick([...Array<string>(20).fill('POST /v1/batches HTTP/1.1'), ...oddLines]);
  const headers = [
    'host: 127.0.0.1',
    'content-type: application/vnd.candor.batch+cbor',
    'content-encoding: br',
    `content-length: ${body.length}`,
  ];
  if (random.below(3) === 0) headers[random.below(headers.length)] = random.pick(oddHeaders);
  if (random.below(6) === 0) headers.push(random.pick(oddHeaders));
  return `${[line, ...headers, 'connection: close'].join('\r\n')}\r\n\r\n`;
}

const oddLines = [
  'POST /v1/batches HTTP/1.0',
  'POST /v1/batches?a=1 HTTP/1.1',
  'POST //v1/batches HTTP/1.1',
  'POST /v1/batches/ HTTP/1.1',
  'POST /v1/%62atches HTTP/1.1',
  'POST /v1/batches\\..\\ HTTP/1.1',
  'PUT /v1/batches HTTP/1.1',
  'POST /v1/batches HTTP/9.9',
  `POST /${'a'.repeat(5000)} HTTP/1.1`,
  '\0\0\0',
];

const oddHeaders = [
  'content-length: 0',
  'content-length: 99999999999999999999',
  'content-length: -1',
  'content-length: 1, 2',
  'transfer-encoding: chunked',
  'transfer-encoding: gzip, chunked',
  'content-type: application/json',
  'content-type: application/vnd.candor.batch+cbor; charset=utf-8',
  'content-type:',
  'content-encoding: gzip',
  'content-encoding: BR',
  'content-encoding: br, br',
  'expect: 100-continue',
  'expect: something',
  'host: a.example',
  'x\0y: z',
  ' folded: yes',
  'no colon',
  `cookie: ${'c'.repeat(3000)}`,
  `x-long: ${'x'.repeat(20_000)}`,
];

interface RawAnswer {
  readonly status: number;
  readonly type: string | undefined;
  readonly text: string;
}

/** Sends a head and a body as they are; an answer is whatever comes until the connection ends, or nothing is heard of it any more. */
async function ask(url: string, head: string, body: Uint8Array): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
    // A head that announces more than comes is waited for by the collector: half a request is enough here.
    if (text.includes('\r\n\r\n') && !text.startsWith('HTTP/1.1 100')) socket.end();
  });
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  socket.write(head);
  socket.end(body);
  await closed;
  const final = text.replace(/^HTTP\/1\.1 100 .*?\r\n\r\n/s, '');
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(final)?.[1] ?? 0),
    type: /^content-type: (\S+)/im.exec(final)?.[1],
    text: final.slice(final.indexOf('\r\n\r\n') + 4),
  };
}
