import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import { onTestFinished } from 'vitest';

export interface Http2Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A session of HTTP/2 that is agreed and ends with its test. */
export async function openSession(url: string, options: SecureClientSessionOptions = {}): Promise<ClientHttp2Session> {
  const session = beginSession(url, options);
  await once(session, 'remoteSettings');
  return session;
}

/** A session over which requests are sent before the server has said how many it takes. */
export function beginSession(url: string, options: SecureClientSessionOptions = {}): ClientHttp2Session {
  const session = connect(url, { rejectUnauthorized: false, ...options });
  onTestFinished(() => session.destroy());
  // What ends a session is told by its requests, and by `close`.
  session.on('error', () => {});
  return session;
}

/** A request that is begun and, for its body, not ended. */
export function begin(session: ClientHttp2Session, headers: OutgoingHttpHeaders) {
  const hasBody = headers[':method'] === 'POST';
  const stream = session.request(headers, { endStream: !hasBody });
  const answer = (async (): Promise<Http2Answer> => {
    let status = 0;
    let answered = {};
    stream.on('response', (head) => {
      status = Number(head[':status']);
      answered = head;
    });
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => pieces.push(piece));
    // Not `end`, which comes for a stream that was reset as well.
    await once(stream, 'close');
    if (status === 0) throw new Error(`reset with ${stream.rstCode}`);
    return { status, headers: answered, text: Buffer.concat(pieces).toString() };
  })();
  answer.catch(() => {});
  return { stream, answer };
}

/** Asks and waits for the answer. @throws Error with the code of the reset where there is none. */
export async function ask(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Uint8Array | string,
): Promise<Http2Answer> {
  const { stream, answer } = begin(session, headers);
  if (body !== undefined) stream.end(body);
  return await answer;
}
