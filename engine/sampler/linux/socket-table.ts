import { malformed } from '../source.ts';

/** One line of /proc/net/tcp, tcp6, udp or udp6; see proc_pid_net(5). */
export interface SocketLine {
  /** Both ends as they stand there, in hexadecimal: `0100007F:1F90 00000000:0000`. */
  readonly ends: string;
  /** One of the kernel's include/net/tcp_states.h. */
  readonly state: number;
  readonly userId: number;
  /** 0 for one that no process has any more. */
  readonly inode: number;
}

/** Numbers of states in the kernel's include/net/tcp_states.h. */
export const LISTEN = 10;
export const UNCONNECTED = 7;

const NEW_LINE = 0x0a;
const SPACE = 0x20;
const COLON = 0x3a;

/**
 * The sockets of one table, of at most `most` lines.
 * @throws when it has no such lines
 */
export function parseSocketTable(bytes: Uint8Array, most: number): SocketLine[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lines: SocketLine[] = [];
  let at = buffer.indexOf(NEW_LINE) + 1;
  if (at === 0) throw malformed('/proc/net');
  while (at < buffer.length && lines.length < most) {
    const lineEnd = buffer.indexOf(NEW_LINE, at);
    const end = lineEnd < 0 ? buffer.length : lineEnd;
    const line = parseLine(buffer, at, end);
    if (!line) throw malformed('/proc/net');
    lines.push(line);
    at = end + 1;
  }
  return lines;
}

/** `  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 642 1 …` */
function parseLine(buffer: Buffer, start: number, end: number): SocketLine | undefined {
  const colon = buffer.indexOf(COLON, start);
  if (colon < 0 || colon >= end) return undefined;
  const local = skipSpaces(buffer, colon + 1, end);
  const remote = skipSpaces(buffer, wordEnd(buffer, local, end), end);
  const remoteEnd = wordEnd(buffer, remote, end);
  const state = skipSpaces(buffer, remoteEnd, end);
  let word = wordEnd(buffer, state, end);
  const stateNumber = hexadecimal(buffer, state, word);
  // Queues, timer and retransmissions stand between.
  for (let count = 0; count < 3; count += 1) word = wordEnd(buffer, skipSpaces(buffer, word, end), end);
  const user = skipSpaces(buffer, word, end);
  const userEnd = wordEnd(buffer, user, end);
  const timeoutEnd = wordEnd(buffer, skipSpaces(buffer, userEnd, end), end);
  const inode = skipSpaces(buffer, timeoutEnd, end);
  const userId = decimal(buffer, user, userEnd);
  const inodeNumber = decimal(buffer, inode, wordEnd(buffer, inode, end));
  const length = remoteEnd - local;
  if (!(stateNumber >= 0 && userId >= 0 && inodeNumber >= 0) || (length !== V4_ENDS && length !== V6_ENDS)) {
    return undefined;
  }
  return { ends: buffer.toString('latin1', local, remoteEnd), state: stateNumber, userId, inode: inodeNumber };
}

/** Two addresses and ports in hexadecimal with a space between. */
const V4_ENDS = 2 * (8 + 1 + 4) + 1;
const V6_ENDS = 2 * (32 + 1 + 4) + 1;

function skipSpaces(buffer: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && buffer[at] === SPACE) at += 1;
  return at;
}

function wordEnd(buffer: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end && buffer[at] !== SPACE) at += 1;
  return at;
}

function decimal(buffer: Buffer, from: number, end: number): number {
  let value = from < end ? 0 : Number.NaN;
  for (let at = from; at < end; at += 1) {
    const digit = (buffer[at] ?? 0) - 0x30;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  return value;
}

function hexadecimal(buffer: Buffer, from: number, end: number): number {
  return from < end ? Number.parseInt(buffer.toString('latin1', from, end), 16) : Number.NaN;
}

/** An address and port for people. */
export interface End {
  /** `*` for all addresses of this computer. */
  readonly address: string;
  readonly port: number;
}

/** Both ends of a socket, of {@link SocketLine.ends}; local first. IPv4 within IPv6 is shown as IPv4. */
export function readEnds(ends: string): [local: End, remote: End] {
  const [local = '', remote = ''] = ends.split(' ');
  return [readEnd(local), readEnd(remote)];
}

function readEnd(text: string): End {
  const [address = '', port = ''] = text.split(':');
  return { address: readAddress(address), port: Number.parseInt(port, 16) };
}

const MAPPED = '0000000000000000FFFF0000';

function readAddress(hex: string): string {
  if (/^0+$/.test(hex)) return '*';
  if (hex.length === 8) return readV4(hex);
  if (hex.startsWith(MAPPED)) {
    const address = readV4(hex.slice(MAPPED.length));
    return address === '0.0.0.0' ? '*' : address;
  }
  // Each of the four words is in the byte order of the processor, which is little-endian on all of ours.
  const groups = hex
    .match(/.{8}/g)
    ?.flatMap((word) => [word.slice(6, 8) + word.slice(4, 6), word.slice(2, 4) + word.slice(0, 2)])
    .map((group) => Number.parseInt(group, 16).toString(16));
  return compressV6(groups ?? []);
}

function readV4(hex: string): string {
  return [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
}

/** As RFC 5952 has it: the longest run of two or more groups of zero, the first of several, becomes `::`. */
export function compressV6(groups: readonly string[]): string {
  let best = { start: -1, length: 1 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== '0') start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}
