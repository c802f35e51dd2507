import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { MAX_RECEIPT_BYTES } from '../../../client/main/limits.ts';
import type { Transport } from '../../../client/main/upload/egress-gate.ts';

/** What Electron's net stack adds to a request of client/main/upload/electron-transport.ts, as received from Electron 33. */
const ELECTRON_HEADERS = {
  Accept: '*/*',
  'User-Agent': 'Candor',
  'Accept-Language': 'en',
  'Sec-Fetch-Site': 'none',
  'Sec-Fetch-Mode': 'no-cors',
  'Sec-Fetch-Dest': 'empty',
  'Accept-Encoding': 'gzip, deflate, br, zstd',
};

/**
 * Carries requests as the app's transport does, over Node's HTTP: the same headers, one connection, no redirect
 * followed, an answer read up to the same bound. So the client core can be measured beside clients that run in Node.
 */
export function nodeTransport(collector: string): Transport {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return (request, signal) =>
    new Promise((resolve, reject) => {
      const headers = { ...ELECTRON_HEADERS, ...request.headers, 'Content-Length': request.body.length };
      const outgoing = httpRequest(
        new URL(request.path, collector),
        { method: request.method, agent, headers, signal },
        (response) => {
          readBounded(response).then(
            (body) =>
              resolve({
                status: response.statusCode ?? 0,
                mediaType: (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
                retryAfter: response.headers['retry-after'],
                body,
              }),
            reject,
          );
        },
      );
      outgoing.on('error', reject);
      outgoing.end(request.body);
    });
}

async function readBounded(response: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of response.setEncoding('utf8')) {
    body += chunk as string;
    if (body.length >= MAX_RECEIPT_BYTES) break;
  }
  return body.slice(0, MAX_RECEIPT_BYTES);
}
