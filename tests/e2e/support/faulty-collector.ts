import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type Batch, RECEIPT_MEDIA_TYPE, type Receipt } from '../../../client/core/batch/batch.ts';
import { type BatchRefusal, REFUSAL_MEDIA_TYPE, refusalStatus } from '../../../client/core/batch/refusal.ts';
import { brotli } from '../../../client/main/recording/platform-codec.ts';
import { finderFormat } from '../../support/finder-format.ts';
import { refusalOf } from '../../support/refusals.ts';

/** One batch that went through, with what the collector answered. */
interface Delivery {
  readonly batch: Batch;
  readonly receipt: Receipt;
}

type Serve = (self: FaultyCollector, request: IncomingMessage, response: ServerResponse) => unknown;

/** A server in front of the collector, which watches and misbehaves on purpose. */
export class FaultyCollector {
  /** Requests taken so far, answered or not. */
  requests = 0;
  /** In order of arrival. */
  readonly deliveries: Delivery[] = [];
  readonly #server: Server;
  readonly #scheme: 'http' | 'https';

  private constructor(serve: Serve, tls?: { readonly key: string; readonly cert: string }) {
    const listener = (request: IncomingMessage, response: ServerResponse) => {
      this.requests++;
      serve(this, request, response);
    };
    this.#scheme = tls ? 'https' : 'http';
    this.#server = tls ? createTlsServer(tls, listener) : createServer(listener);
  }

  /** Treats requests in a way of the test's own; over TLS with a certificate. */
  static async treating(serve: Serve, tls?: { readonly key: string; readonly cert: string }): Promise<FaultyCollector> {
    return await new FaultyCollector(serve, tls).#listen();
  }

  /** Takes every batch, and tells the first from the second as the collector does. */
  static async accepting(): Promise<FaultyCollector> {
    return await new FaultyCollector(async (self, request, response) => {
      const decoding = finderFormat.decode(await buffer(request), brotli);
      if (!decoding.ok) return response.writeHead(400).end();
      const { batch } = decoding.batch.envelope;
      const known = self.deliveries.some((delivery) => delivery.batch.envelope.batch === batch);
      const receipt: Receipt = { batch, status: known ? 'duplicate' : 'accepted' };
      self.deliveries.push({ batch: decoding.batch, receipt });
      return response.writeHead(200, { 'content-type': RECEIPT_MEDIA_TYPE }).end(JSON.stringify(receipt));
    }).#listen();
  }

  /** Refuses every batch, as the collector does. */
  static async refusing(refusal: BatchRefusal['refusal']): Promise<FaultyCollector> {
    return await new FaultyCollector(async (_self, request, response) => {
      const refused = JSON.stringify(refusalOf(await buffer(request), refusal));
      response.writeHead(refusalStatus[refusal], { 'content-type': REFUSAL_MEDIA_TYPE }).end(refused);
    }).#listen();
  }

  /** Accepts connections and never answers. */
  static async silent(): Promise<FaultyCollector> {
    return await new FaultyCollector((_self, request) => request.resume()).#listen();
  }

  /** Passes requests on to the collector, and cuts the connection before the first `cuts` answers. */
  static async inFrontOf(collector: string, cuts = 0): Promise<FaultyCollector> {
    let left = cuts;
    return await new FaultyCollector(async (self, request, response) => {
      const body = await buffer(request);
      const decoding = finderFormat.decode(body, brotli);
      const { authorization } = request.headers;
      const answer = await fetch(new URL(request.url ?? '/', collector), {
        ...(body.length === 0 ? {} : { body }),
        method: request.method ?? 'GET',
        headers: {
          ...(body.length === 0
            ? {}
            : { 'content-type': request.headers['content-type'] ?? '', 'content-encoding': 'br' }),
          ...(authorization ? { authorization } : {}),
        },
      });
      const text = await answer.text();
      if (decoding.ok) self.deliveries.push({ batch: decoding.batch, receipt: JSON.parse(text) as Receipt });
      if (left-- > 0) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text);
    }).#listen();
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }
}
