import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** A collector that takes connections and requests, and never answers. */
export class HungServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connections = 0;

  private constructor() {
    this.#server = createServer((socket) => {
      this.#connections += 1;
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {});
      socket.resume();
    });
  }

  static async open(): Promise<HungServer> {
    const hung = new HungServer();
    await new Promise<void>((resolve) => hung.#server.listen(0, '127.0.0.1', resolve));
    return hung;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Connections since the last call. */
  takeConnections(): number {
    const taken = this.#connections;
    this.#connections = 0;
    return taken;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
