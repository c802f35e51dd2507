import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A server in front of the collector that misbehaves on purpose. */
export class FaultyCollector {
  /** Connections taken so far. */
  connections = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(serve: (socket: Socket) => void) {
    this.#server = createServer((socket) => {
      this.connections++;
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
      serve(socket);
    });
  }

  /** Accepts connections and never answers. */
  static async silent(): Promise<FaultyCollector> {
    return await new FaultyCollector((socket) => socket.resume()).#listen();
  }

  /** Passes requests on and cuts the connection before the answer, `times` times; then passes everything. */
  static async cuttingAnswers(target: string, times: number): Promise<FaultyCollector> {
    let cuts = times;
    const { hostname, port } = new URL(target);
    return await new FaultyCollector((client) => {
      const server = connect(Number(port), hostname);
      server.on('error', () => client.destroy());
      client.pipe(server);
      if (cuts-- > 0) server.once('data', () => client.destroy());
      else server.pipe(client);
      client.on('close', () => server.destroy());
    }).#listen();
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }
}
