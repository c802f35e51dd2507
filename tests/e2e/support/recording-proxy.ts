import { buffer } from 'node:stream/consumers';
import { FaultyCollector } from './faulty-collector.ts';

interface RecordingProxy {
  readonly url: string;
  /** Every byte of each request so far: its head, and its body. */
  readonly requests: readonly Buffer[];
  close(): Promise<void>;
}

/** A server that passes batches on to the collector and keeps what they are made of. */
export async function recordInFrontOf(collector: string): Promise<RecordingProxy> {
  const requests: Buffer[] = [];
  const server = await FaultyCollector.treating(async (_self, request, response) => {
    const body = await buffer(request);
    requests.push(Buffer.from([request.method, request.url, ...request.rawHeaders].join('\n')), body);
    const answer = await fetch(new URL(request.url ?? '/', collector), {
      method: request.method ?? 'GET',
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        'content-encoding': 'br',
      },
      body,
    });
    const type = answer.headers.get('content-type') ?? '';
    response.writeHead(answer.status, { 'content-type': type }).end(await answer.text());
  });
  return { url: server.url, requests, close: () => server.close() };
}
