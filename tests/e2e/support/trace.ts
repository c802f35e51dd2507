/** Reads what `strace -f -yy -ttt` wrote of {@link tracedCalls}. */

/** Every call that opens a socket, or that can carry bytes out by one, whatever it is usually for. */
export const tracedCalls = [
  'socket',
  'bind',
  'connect',
  'accept',
  'accept4',
  'sendto',
  'sendmsg',
  'sendmmsg',
  'write',
  'writev',
  'pwritev2',
  'sendfile',
  'splice',
  // What goes by its rings shows in no other call.
  'io_uring_setup',
  // Tells when a folder was gone, by the same clock.
  'rmdir',
  'unlinkat',
] as const;

/** What the app did towards an internet address, loopback included. */
export interface NetworkUse {
  /**
   * `connection`: a TCP connection was opened. `stream`: bytes were sent on one. `datagram`: a datagram was sent.
   * `route`: a UDP socket was given an address, which asks the routing table of this computer and sends nothing.
   * `receiving`: a UDP socket
   * was opened on which answers could arrive; nothing was sent. `listening`: others than this computer were let in. `other`: a way out that cannot be followed here.
   */
  readonly kind: 'connection' | 'stream' | 'datagram' | 'route' | 'receiving' | 'listening' | 'other';
  /** Missing where neither the call nor an earlier one on the same socket names one; of `other`, what it is. */
  readonly address: string | undefined;
  readonly port: number | undefined;
  /** UTC, in milliseconds. */
  readonly at: number;
  /** Bytes sent by this call. */
  readonly bytes: number;
}

export interface Trace {
  /** Calls in all. */
  readonly calls: number;
  /** In the order of the calls. */
  readonly uses: readonly NetworkUse[];
  /** Names of the sockets of this computer's own that the app reached. */
  readonly localSockets: readonly string[];
  /** Folders that were removed, with the time in UTC milliseconds. */
  readonly removed: ReadonlyMap<string, number>;
}

interface Call {
  readonly at: number;
  readonly name: string;
  /** The whole of it, arguments and result. */
  readonly text: string;
  /** What it returned; `undefined` when it had not, by the end of the trace or of its process. */
  readonly result: number | undefined;
}

/** Domains of sockets that lead nowhere by themselves, or whose use is followed call by call. */
const FOLLOWED = ['AF_UNIX', 'AF_NETLINK', 'AF_INET', 'AF_INET6'];

/** A socket of an internet protocol as `-yy` shows it, such as `19<TCP:[127.0.0.1:33168->127.0.0.1:39597]>`. */
const SOCKET = /\d+<((?:TCP|MPTCP|UDP|UDPLITE|ICMP|PING|RAW|DCCP|SCTP)(?:v6)?:\[.*?\])>/;

const isLoopback = (address: string) => address === '::1' || address.startsWith('127.');

/**
 * The calls of a trace that could reach an internet address. Sockets that were accepted on a loopback address, on which
 * the test driver reaches the app, are left out: whoever connects to them is on this computer.
 */
export function readTrace(text: string): Trace {
  const reading = new Reading();
  const calls = readCalls(text);
  for (const call of calls) reading.take(call);
  return { calls: calls.length, ...reading };
}

/** What is known of a trace so far. */
class Reading {
  readonly uses: NetworkUse[] = [];
  readonly localSockets: string[] = [];
  readonly removed = new Map<string, number>();
  readonly #accepted = new Set<string>();
  readonly #connected = new Map<string, Endpoint>();

  readonly #readers: Readonly<Record<string, (call: Call) => void>> = {
    socket: (call) => this.#made(call, /^socket\((\w+)/.exec(call.text)?.[1] ?? call.text),
    io_uring_setup: (call) => this.#made(call, 'io_uring'),
    bind: (call) => this.#bound(call),
    accept: (call) => this.#letIn(call),
    accept4: (call) => this.#letIn(call),
    connect: (call) => this.#opened(call),
    rmdir: (call) => this.#emptied(call),
    unlinkat: (call) => this.#emptied(call),
  };

  take(call: Call): void {
    const read = this.#readers[call.name] ?? ((other: Call) => this.#sent(other));
    read(call);
  }

  #add({ at }: Call, kind: NetworkUse['kind'], { address, port }: Endpoint, bytes = 0): void {
    this.uses.push({ kind, address, port, at, bytes });
  }

  #made(call: Call, what: string): void {
    if (succeeded(call) && !FOLLOWED.includes(what)) this.#add(call, 'other', { address: what });
  }

  #bound(call: Call): void {
    const to = namedEndpoint(call.text);
    if (!to || isLoopback(to.address ?? '')) return;
    const socket = ownSocket(call);
    const receiving = to.port === 0 && socket !== undefined && isDatagram(socket);
    this.#add(call, receiving ? 'receiving' : 'listening', to);
  }

  #letIn({ text }: Call): void {
    const socket = SOCKET.exec(/\) += (.*)$/.exec(text)?.[1] ?? '')?.[1];
    if (socket) this.#accepted.add(socket);
  }

  #opened(call: Call): void {
    const local = /sun_path=(@?"[^"]*")/.exec(call.text)?.[1];
    if (local && succeeded(call)) this.localSockets.push(local.replaceAll('"', ''));
    const to = namedEndpoint(call.text);
    if (!to) return;
    const socket = ownSocket(call);
    if (socket) this.#connected.set(socket, to);
    this.#add(call, socket && isDatagram(socket) ? 'route' : 'connection', to);
  }

  #emptied(call: Call): void {
    const folder = /"([^"]*)"(?:, AT_REMOVEDIR)?\)/.exec(call.text)?.[1];
    if (folder && succeeded(call)) this.removed.set(folder, call.at);
  }

  #sent(call: Call): void {
    const socket = ownSocket(call);
    const named = namedEndpoint(call.text);
    const bytes = call.name === 'sendmmsg' ? sentMessages(call.text) : Math.max(call.result ?? 0, 0);
    if (!socket) {
      if (named) this.#add(call, 'datagram', named, bytes);
      return;
    }
    const to = named ?? farEnd(socket) ?? this.#connected.get(socket) ?? {};
    if (isDatagram(socket) || named) this.#add(call, 'datagram', to, bytes);
    // One that was cut short may have sent something.
    else if (!this.#accepted.has(socket) && (bytes > 0 || call.result === undefined)) {
      this.#add(call, 'stream', to, bytes);
    }
  }
}

interface Endpoint {
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

const isDatagram = (socket: string) => !/^(?:TCP|MPTCP|DCCP|SCTP)/.test(socket);

const succeeded = ({ result = 0 }: Call) => result >= 0;

/**
 * The internet socket that a call works on, as the trace shows it; a socket that is handed over in a message is not.
 * `splice` reads from one descriptor and writes to another.
 */
function ownSocket({ name, text }: Call): string | undefined {
  const shown = name === 'splice' ? text : (/^\w+\(\d+<.*?[\]>]>?[,)]/.exec(text)?.[0] ?? '');
  return SOCKET.exec(shown)?.[1];
}

/** The internet address among a call's arguments. */
function namedEndpoint(line: string): Endpoint | undefined {
  if (!line.includes('sa_family=AF_INET')) return undefined;
  const [, four, six] = /inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"/.exec(line) ?? [];
  const port = /sin6?_port=htons\((\d+)\)/.exec(line)?.[1];
  return { address: four ?? six, port: port === undefined ? undefined : Number(port) };
}

/** The address at the other end of a socket that has one, such as `TCPv6:[[::1]:54022->[::1]:9]`. */
function farEnd(socket: string): Endpoint | undefined {
  const [, address, port] = /->\[?(.+?)\]?:(\d+)\]$/.exec(socket) ?? [];
  return port === undefined ? undefined : { address, port: Number(port) };
}

/** `sendmmsg` returns a number of messages and tells the size of each. */
function sentMessages(line: string): number {
  return [...line.matchAll(/\bmsg_len=(\d+)/g)].reduce((sum, [, length]) => sum + Number(length), 0);
}

/** Puts together calls that were interrupted in the trace by those of other threads. */
function readCalls(text: string): Call[] {
  const begun = new Map<string, { readonly at: number; readonly text: string }>();
  const calls: Call[] = [];
  const add = (at: number, line: string) => {
    const name = /^(\w+)\(/.exec(line)?.[1];
    const result = /\) += (-?\d+)/.exec(line)?.[1];
    if (name) calls.push({ at, name, text: line, result: result === undefined ? undefined : Number(result) });
  };
  for (const line of text.split('\n')) {
    const [, thread = '', seconds, rest = ''] = /^(\d+) +(\d+\.\d+) (.*)$/.exec(line) ?? [];
    const at = Number(seconds) * 1000;
    const unfinished = /^(.*) <unfinished \.\.\.>$/.exec(rest)?.[1];
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    if (unfinished !== undefined) begun.set(thread, { at, text: unfinished });
    else if (resumed === undefined) add(at, rest);
    else {
      const start = begun.get(thread);
      begun.delete(thread);
      if (start) add(start.at, start.text + resumed);
    }
  }
  for (const { at, text: line } of begun.values()) add(at, line);
  return calls.sort((one, other) => one.at - other.at);
}
