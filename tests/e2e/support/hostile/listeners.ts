import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Targets } from './attack.ts';

/** What is reached on loopback when something gets out: a UDP and a TCP port of the test's own. */
export class Listeners {
  /** Datagrams and connections that arrived since {@link forget}. */
  readonly reached = { udp: 0, tcp: 0 };
  readonly #udp = createSocket('udp4');
  readonly #tcp = createServer((socket) => this.#accept(socket));

  static async open(): Promise<Listeners> {
    const listeners = new Listeners();
    listeners.#udp.on('message', () => listeners.reached.udp++);
    listeners.#udp.bind(0, '127.0.0.1');
    listeners.#tcp.listen(0, '127.0.0.1');
    await Promise.all([once(listeners.#udp, 'listening'), once(listeners.#tcp, 'listening')]);
    return listeners;
  }

  get ports(): Targets {
    return { udp: this.#udp.address().port, tcp: (this.#tcp.address() as AddressInfo).port };
  }

  forget(): void {
    this.reached.udp = 0;
    this.reached.tcp = 0;
  }

  close(): void {
    this.#udp.close();
    this.#tcp.close();
  }

  /** Answers nothing useful, and ends it: a browser opens no second connection while one is waited for. */
  #accept(socket: Socket): void {
    this.reached.tcp++;
    socket.on('error', () => {});
    socket.once('data', () => socket.destroy());
  }
}
