import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { type Batch, RECEIPT_MEDIA_TYPE } from '../../client/core/batch/batch.ts';
import { type BatchRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from '../../client/core/batch/refusal.ts';
import { brotli } from '../../client/main/recording/platform-codec.ts';
import { finderFormat } from '../support/finder-format.ts';
import { refusalOf } from './refusals.ts';

/** How a server treats one request, of which it has read the body. */
export type Treatment = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

/** A sink over real HTTP that misbehaves on purpose. Like the collector it takes each batch once. */
export class FaultyServer {
  /** Requests read so far, answered or not. */
  requests = 0;
  /** Most requests that were under way at one time. */
  mostAtOnce = 0;
  /** First arrivals, in order. */
  readonly batches: Batch[] = [];
  readonly url: string;
  treat: Treatment;
  #underWay = 0;

  private constructor(url: string, treat: Treatment) {
    this.url = url;
    this.treat = treat;
  }

  /** Listens on this computer until the test ends; over TLS when there are options for it. */
  static async start(treat?: Treatment, tls?: ServerOptions & { key: string; cert: string }): Promise<FaultyServer> {
    const serve = (request: IncomingMessage, response: ServerResponse) => void self.#serve(request, response);
    const server = tls ? createTlsServer(tls, serve) : createServer(serve);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const self: FaultyServer = new FaultyServer(url, treat ?? ((...given) => self.accept(...given)));
    return self;
  }

  /** Takes a batch as the collector does. */
  accept: Treatment = (_request, response, body) => {
    const decoding = finderFormat.decode(body, brotli);
    if (!decoding.ok) throw new Error(`not a batch: ${decoding.problem.path}`);
    const { batch } = decoding.batch.envelope;
    const known = this.batches.some(({ envelope }) => envelope.batch === batch);
    if (!known) this.batches.push(decoding.batch);
    const receipt = JSON.stringify({ batch, status: known ? 'duplicate' : 'accepted' });
    response.writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE }).end(receipt);
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#underWay++;
    response.on('close', () => this.#underWay--);
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    this.requests++;
    this.treat(request, response, body);
  }
}

/** A treatment that refuses the batch as the collector does. */
export function refusing(
  refusal: BatchRefusal['refusal'],
  headers: Record<string, string> = {},
  change: Readonly<Record<string, unknown>> = {},
): Treatment {
  return (_request, response, body) => {
    response
      .writeHead(refusalStatus[refusal], { 'content-type': REFUSAL_MEDIA_TYPE, ...headers })
      .end(JSON.stringify(refusalOf(body, refusal, change)));
  };
}

/** A treatment that answers with this status, as anybody can. */
export function answering(status: number, body = '', headers: Record<string, string> = {}): Treatment {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  };
}
