import { once } from 'node:events';
import { connect } from 'node:net';
import { BATCH_MEDIA_TYPE } from '../../../client/core/batch/batch.ts';

/** As many senders at a time as a flood has. */
const CONNECTIONS = 32;

const END_OF_HEAD = '\r\n\r\n';

/**
 * Sends bodies over kept-alive connections, each as soon as the one before is answered. Plain sockets: the sender shares the
 * computer with what is measured.
 * @returns how long each receipt took, in milliseconds.
 * @throws when anything but a receipt comes.
 */
export async function sendAll(
  url: string,
  bodies: readonly Uint8Array[],
  connections = CONNECTIONS,
): Promise<number[]> {
  const times: number[] = [];
  const queue = bodies.values();
  await Promise.all(Array.from({ length: connections }, () => sendSome(new URL(url), queue, times)));
  return times;
}

async function sendSome({ hostname, port, host }: URL, queue: Iterator<Uint8Array>, times: number[]): Promise<void> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let answered = (_text: string) => {};
  let failed = (_error: Error) => {};
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const head = text.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const length = Number(/^content-length: (\d+)/im.exec(text)?.[1]);
    if (text.length < head + END_OF_HEAD.length + length) return;
    const answer = text;
    text = '';
    answered(answer);
  });
  socket.on('error', (error) => failed(error)).on('close', () => failed(new Error('the connection was closed')));
  for (let next = queue.next(); !next.done; next = queue.next()) {
    const body = next.value;
    const begun = performance.now();
    const answer = new Promise<string>((resolve, reject) => {
      [answered, failed] = [resolve, reject];
    });
    socket.write(
      Buffer.concat([
        Buffer.from(
          `POST /v1/batches HTTP/1.1\r\nhost: ${host}\r\ncontent-type: ${BATCH_MEDIA_TYPE}\r\ncontent-encoding: br\r\ncontent-length: ${body.length}${END_OF_HEAD}`,
        ),
        body,
      ]),
    );
    const received = await answer;
    times.push(performance.now() - begun);
    if (!received.startsWith('HTTP/1.1 200 ')) throw new Error(`no receipt but ${received}`);
  }
  failed = () => {};
  socket.destroy();
}
