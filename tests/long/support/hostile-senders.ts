/**
 * Twenty senders, each of a network of its own, that do their worst to a collector until they are told to stop by SIGTERM; then what
 * they were answered is printed, by kind. They begin when all slow connections are open, which is said by a line, "begun".
 * `node hostile-senders.ts URL`.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { userDataPath } from '../../../client/core/batch/user-data.ts';
import { batchHeaders, bytesOf, someBatch } from '../../integration/collector/support/batches.ts';
import { mutateBytes, mutateValue } from '../../integration/collector/support/mutations.ts';
import { originalBatches } from '../../integration/collector/support/original-batches.ts';
import { Random } from '../../integration/collector/support/random.ts';
import { batchOf, type Installation, someInstallation } from '../../integration/collector/support/user-data.ts';

/** Open at a time. */
const SLOW_CONNECTIONS = 5000;
/** It goes on with a header that has no end. */
const SLOW_REQUEST = 'POST /v1/batches HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ';

const [url = ''] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const random = new Random(20_261_129);
const counts: Record<string, number> = {};
let isOver = false;
process.on('SIGTERM', () => {
  isOver = true;
});

const note = (what: string) => {
  counts[what] = (counts[what] ?? 0) + 1;
};

/** What unpacks farthest: 10 000 equal uses. */
const bomb = () =>
  bytesOf(
    someBatch({
      usage: Array.from({ length: 10_000 }, () => ({
        command: 'view.density-comfortable',
        source: 'shortcut',
        time: 1,
      })),
    }),
  );

async function ask(kind: string, from: string, where: string, init: RequestInit): Promise<void> {
  try {
    const headers = { ...(init.headers as Record<string, string>), 'x-forwarded-for': from };
    const answer = await fetch(new URL(where, url), { ...init, headers });
    await answer.arrayBuffer();
    note(`${kind} ${answer.status}`);
  } catch {
    note(`${kind} broken`);
  }
}

const send = (kind: string, from: string, body: Uint8Array) =>
  ask(kind, from, '/v1/batches', { method: 'POST', headers: batchHeaders, body: Buffer.from(body) });

const asOwner = (kind: string, from: string, method: 'GET' | 'DELETE', who: Installation) =>
  ask(kind, from, userDataPath(who.installation), { method, headers: { authorization: `Bearer ${who.key}` } });

/** Asks for much and does not wait for it. */
async function abandon(from: string, who: Installation): Promise<void> {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  const head = `GET ${userDataPath(who.installation)} HTTP/1.1\r\nhost: ${hostname}\r\nx-forwarded-for: ${from}\r\n`;
  socket.write(`${head}authorization: Bearer ${who.key}\r\n\r\n`, () => socket.destroy());
  await once(socket, 'close');
  note('abandoned');
}

/** One letter of a request now and then, over thousands of connections. @param whenOpen called once, when they are open. */
async function beSlow(whenOpen: () => void): Promise<void> {
  const sockets = new Set<Socket>();
  /** How many letters each has sent: of a request that is right as far as it goes, or the collector would end it. */
  const connected = new Map<Socket, number>();
  while (!isOver) {
    for (let more = 0; more < 200 && sockets.size < SLOW_CONNECTIONS; more++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      socket.on('connect', () => connected.set(socket, 0));
      socket.on('close', () => {
        sockets.delete(socket);
        connected.delete(socket);
      });
      sockets.add(socket);
    }
    for (const [socket, sent] of connected) {
      if (!socket.writable || random.below(20) > 0) continue;
      socket.write(SLOW_REQUEST[sent] ?? 'a');
      connected.set(socket, sent + 1);
    }
    counts['slow connections'] = Math.max(counts['slow connections'] ?? 0, connected.size);
    if (connected.size === SLOW_CONNECTIONS) whenOpen();
    await pause(50);
  }
  for (const socket of sockets) socket.destroy();
}

const own = someInstallation();
const bombs = Array.from({ length: 50 }, bomb);
/** Made before: these senders share the computer with the collector, and what making costs them would be spared to it. */
const mutants = Array.from({ length: 500 }, () =>
  random.pick([mutateBytes, mutateValue])(bytesOf(random.pick(originalBatches(random))), random),
);
const kinds: readonly ((from: string) => Promise<void>)[] = [
  ...Array<(from: string) => Promise<void>>(5).fill((from) => send('bomb', from, random.pick(bombs))),
  ...Array<(from: string) => Promise<void>>(4).fill((from) => send('mutated', from, random.pick(mutants))),
  ...Array<(from: string) => Promise<void>>(2).fill((from) => asOwner('wrong key', from, 'GET', someInstallation())),
  ...Array<(from: string) => Promise<void>>(2).fill((from) =>
    asOwner('wrong erasure', from, 'DELETE', someInstallation()),
  ),
  ...Array<(from: string) => Promise<void>>(3).fill(async (from) => {
    const who = someInstallation();
    await send('of made-up ones', from, bytesOf(batchOf(who)));
    await asOwner('made-up erasure', from, 'DELETE', who);
  }),
  ...Array<(from: string) => Promise<void>>(3).fill((from) => abandon(from, own)),
];

for (let session = 1; session <= 30; session++)
  await send('own', '10.0.0.1', bytesOf(batchOf(own, { envelope: { session } })));
let slow: Promise<void> = Promise.resolve();
await new Promise<void>((whenOpen) => {
  slow = beSlow(whenOpen);
});
process.stdout.write('begun\n');
const senders = kinds.map(async (work, at) => {
  while (!isOver) await work(`10.${at + 1}.7.1`);
});
await Promise.all([...senders, slow]);
process.stdout.write(`${JSON.stringify(counts)}\n`);
process.exit(0);
