import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { REFUSAL_MEDIA_TYPE } from '../../client/core/batch/refusal.ts';
import { bytesOf, deliver, someBatch } from '../integration/collector/support/batches.ts';
import { startTestCollector } from '../integration/collector/support/collectors.ts';
import { mutateBytes, mutateValue } from '../integration/collector/support/mutations.ts';
import { originalBatches } from '../integration/collector/support/original-batches.ts';
import { peakMemory, storageProcesses } from '../integration/collector/support/processes.ts';
import { Random } from '../integration/collector/support/random.ts';
import { howMany } from './support/how-many.ts';

const SEED = 20_261_129;
const REQUESTS = howMany({ all: 6000, soak: 20_000 });
const SENDERS = 16;

/** 0: what came was such that nothing could be answered, and the connection was closed. */
const POSSIBLE = [0, 200, 400, 404, 405, 408, 409, 411, 413, 414, 415, 417, 421, 429, 431, 501, 503, 505];

it(`${REQUESTS} mutated requests over HTTP: each is answered clearly or its connection closed, and no receipt is lost`, async () => {
  const collector = await startTestCollector({ unpackaged: true });
  const random = new Random(SEED);
  const counts: Record<string, number> = {};
  /** By batch id, of those that were answered with a receipt. */
  const receipts = new Map<string, string>();
  let left = REQUESTS;
  const sender = async () => {
    while (left-- > 0) {
      const body = mutatedBody(random);
      const { status, type, text } = await ask(collector.url, mutatedHead(body, random), body);
      counts[status] = (counts[status] ?? 0) + 1;
      expect(POSSIBLE).toContain(status);
      if (type?.endsWith('json')) expect(() => JSON.parse(text), text).not.toThrow();
      if (type === REFUSAL_MEDIA_TYPE) expect(JSON.parse(text)).toMatchObject({ refusal: expect.any(String) });
      if (status !== 200 || type === undefined) continue;
      const receipt = JSON.parse(text) as { batch: string; status: string };
      receipts.set(receipt.batch, receipts.get(receipt.batch) ?? receipt.status);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  process.stdout.write(`fuzz over HTTP: ${JSON.stringify(counts)}, ${receipts.size} batches with a receipt\n`);
  // Enough of each that the figures below say something.
  expect(receipts.size).toBeGreaterThan(REQUESTS / 10);
  expect(counts[400]).toBeGreaterThan(REQUESTS / 10);
  expect(counts[415]).toBeGreaterThan(REQUESTS / 100);

  expect(await deliver(collector.url, someBatch())).toBe('accepted');
  await collector.settled();
  const { completeness } = await collector.overview();
  expect(completeness).toMatchObject({ received: receipts.size + 1, waiting: 0 });
  expect(collector.faults.filter((fault) => !fault.includes('a name that is not served'))).toEqual([]);
  for (const pid of [process.pid, ...storageProcesses()]) expect(peakMemory(pid)).toBeLessThan(1024);
});

/** One time in four as it is; of a batch that was never sent before, so that what stays a batch is accepted. */
function mutatedBody(random: Random): Uint8Array {
  const original = bytesOf(random.pick(originalBatches(random)));
  return random.below(4) === 0 ? original : random.pick([mutateBytes, mutateValue])(original, random);
}

/** Head of a request for a batch, often with something wrong in it. */
function mutatedHead(body: Uint8Array, random: Random): string {
  const line = random.below(20) === 0 ? random.pick(oddLines) : 'POST /v1/batches HTTP/1.1';
  const headers = [
    'host: 127.0.0.1',
    'content-type: application/vnd.candor.batch+cbor',
    'content-encoding: br',
    `content-length: ${body.length}`,
  ];
  if (random.below(4) === 0) headers[random.below(headers.length)] = random.pick(oddHeaders);
  if (random.below(8) === 0) headers.push(random.pick(oddHeaders));
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
  'content-length: 1',
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

/**
 * Sends a head and a body as they are; an answer is whatever comes until the connection is closed. A sender that has sent all that it
 * announced waits for that; one that has announced something else breaks off, or the collector would wait for it.
 */
async function ask(url: string, head: string, body: Uint8Array): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('latin1').on('data', (chunk) => {
    received += chunk;
  });
  // Reset by a collector that does not read on.
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  const lengths = head.match(/^(?:content-length|transfer-encoding): .*$/gm);
  const isWhole = lengths?.length === 1 && lengths[0] === `content-length: ${body.length}`;
  socket.write(Buffer.concat([Buffer.from(head, 'latin1'), body]));
  if (!isWhole) socket.end();
  await closed;
  const answer = received.replace(/^HTTP\/1\.1 100 [\s\S]*?\r\n\r\n/, '');
  const [top = '', ...rest] = answer.split('\r\n\r\n');
  const type = /^content-type: ([^;\r\n]+)/im.exec(top)?.[1];
  return { status: Number(/^HTTP\/1\.1 (\d{3}) /.exec(top)?.[1] ?? 0), type, text: rest.join('\r\n\r\n') };
}
