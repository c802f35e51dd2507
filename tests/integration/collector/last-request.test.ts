import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startTestCollector } from './support/collectors.ts';

/** All that is answered to some bytes until the connection ends. */
async function answerTo(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    answer += chunk;
  });
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

const head = (length: string) =>
  `POST /v1/batches HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/vnd.candor.batch+cbor\r\ncontent-encoding: gzip\r\n${length}\r\nconnection: close\r\n\r\n`;

it('the last request of a connection has its answer, and what follows it has none', async () => {
  const { url } = await startTestCollector();
  const answer = await answerTo(url, `${head('content-length: 1')}xPOST nonsense\r\n\r\n`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415']);
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status: 415 });
});

it('a last request whose body cannot be read ends its connection', async () => {
  const { url } = await startTestCollector();
  const answer = await answerTo(url, `${head('transfer-encoding: chunked').replace('gzip', 'br')}zz\r\n`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
});

it('a request that is answered before its body is read has that answer alone', async () => {
  const { url } = await startTestCollector();
  const answer = await answerTo(url, `${head('transfer-encoding: chunked')}zz\r\n`);
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 415']);
});
