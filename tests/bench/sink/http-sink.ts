import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

/** One request as the sink received it. */
export interface SinkRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came over the wire. */
  readonly body: Buffer;
}

export interface SinkAnswer {
  readonly contentType: string;
  readonly body: string;
}

/** What the sink has seen since it was last asked. */
export interface Traffic {
  /** Bytes that clients have sent on their sockets: request lines, headers, framing and bodies. */
  readonly bytes: number;
  readonly requests: readonly SinkRequest[];
}

/** A collector on loopback that counts every byte it is sent. */
export class HttpSink {
  readonly #server: Server;
  readonly #answer: (request: SinkRequest) => SinkAnswer;
  readonly #open = new Set<Socket>();
  #closedBytes = 0;
  #takenBytes = 0;
  #requests: SinkRequest[] = [];

  private constructor(answer: (request: SinkRequest) => SinkAnswer) {
    this.#answer = answer;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => {
        this.#open.delete(socket);
        this.#closedBytes += socket.bytesRead;
      });
    });
  }

  /** @param port any free one by default. */
  static async open(answer: (request: SinkRequest) => SinkAnswer, port = 0): Promise<HttpSink> {
    const sink = new HttpSink(answer);
    await new Promise<void>((resolve, reject) => {
      sink.#server.once('error', reject);
      sink.#server.listen(port, '127.0.0.1', resolve);
    });
    return sink;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Requests received since {@link take}. */
  get received(): readonly SinkRequest[] {
    return this.#requests;
  }

  /** What has come in since the last call. */
  take(): Traffic {
    const total = [...this.#open].reduce((sum, socket) => sum + socket.bytesRead, this.#closedBytes);
    const traffic = { bytes: total - this.#takenBytes, requests: this.#requests };
    this.#takenBytes = total;
    this.#requests = [];
    return traffic;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The client has gone: what it sent is counted, and nothing is answered.
      return;
    }
    const received = {
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    };
    this.#requests.push(received);
    const { contentType, body } = this.#answer(received);
    response.writeHead(200, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
  }
}

/** A request's body without its content-encoding. */
export function plainBody({ headers, body }: SinkRequest): Buffer {
  switch (headers['content-encoding']) {
    case 'gzip':
      return gunzipSync(body);
    case 'br':
      return brotliDecompressSync(body);
    case 'deflate':
      return inflateSync(body);
    default:
      return body;
  }
}
