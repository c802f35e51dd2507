import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from './support/fixtures.ts';
import { readTrace } from './support/trace.ts';
import { Tracer } from './support/tracer.ts';

test('what a program writes to an internet socket is seen, by whatever call', async ({ folder }) => {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const tracer = new Tracer(folder, 'control', '/bin/bash');
  // The shell writes to its sockets as to files. Nobody reads the datagram.
  const script = `exec 3<>/dev/udp/127.0.0.1/9; printf abc >&3; exec 4<>/dev/tcp/127.0.0.1/${port}; printf hello >&4`;
  const shell = spawn(tracer.wrapper, ['-c', script]);
  expect(await once(shell, 'exit')).toEqual([0, null]);
  server.close();
  const discard = { address: '127.0.0.1', port: 9 };
  const there = { address: '127.0.0.1', port };
  expect(tracer.trace().uses).toEqual([
    expect.objectContaining({ kind: 'route', ...discard, bytes: 0 }),
    expect.objectContaining({ kind: 'datagram', ...discard, bytes: 3 }),
    expect.objectContaining({ kind: 'connection', ...there, bytes: 0 }),
    expect.objectContaining({ kind: 'stream', ...there, bytes: 5 }),
  ]);
  const [first] = tracer.trace().uses;
  expect(Math.abs((first?.at ?? 0) - Date.now())).toBeLessThan(60_000);
});

/** The uses in these lines, each as a line of text. */
const usesIn = (...lines: string[]) =>
  readTrace(lines.map((line, second) => `7 ${second}.5 ${line}`).join('\n')).uses.map(
    ({ kind, address, port, bytes, at }) => `${at}: ${kind} ${address}:${port}, ${bytes} bytes`,
  );

test('every call that can send is read', () => {
  const connected = '5<TCP:[10.0.0.2:56358->203.0.113.9:443]>';
  expect(
    usesIn(
      `sendfile(${connected}, 6</etc/hostname>, [0] => [3], 5) = 3`,
      `splice(9<pipe:[1704108]>, NULL, ${connected}, NULL, 5, 0) = 5`,
      'writev(5<UDPv6:[[::1]:54022->[2001:db8::1]:9]>, [{iov_base="a", iov_len=1}, ...], 2) = 6',
      'sendmmsg(3<UDP:[10.0.0.2:4->10.0.0.1:53]>, [{msg_hdr={}, msg_len=31}, {msg_hdr={}, msg_len=33}], 2, 0) = 2',
      'sendto(4<UDP:[1704]>, "a"..., 9, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 9',
      'bind(4<UDP:[1705]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
      'bind(4<TCP:[1704]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = 0',
      'socket(AF_PACKET, SOCK_RAW|SOCK_CLOEXEC, htons(0 /* ETH_P_??? */)) = 13<socket:[1704123]>',
      'io_uring_setup(8, {flags=0, sq_thread_cpu=0}) = 14<anon_inode:[io_uring]>',
    ),
  ).toEqual([
    '500: stream 203.0.113.9:443, 3 bytes',
    '1500: stream 203.0.113.9:443, 5 bytes',
    '2500: datagram 2001:db8::1:9, 6 bytes',
    '3500: datagram 10.0.0.1:53, 64 bytes',
    '4500: datagram 10.0.0.1:53, 9 bytes',
    '5500: receiving 0.0.0.0:0, 0 bytes',
    '6500: listening 0.0.0.0:80, 0 bytes',
    '7500: other AF_PACKET:undefined, 0 bytes',
    '8500: other io_uring:undefined, 0 bytes',
  ]);
});

test('calls of several threads are put together, and a socket without an address keeps that of its connect', () => {
  const { uses, localSockets, removed } = readTrace(
    [
      '7 1.0 connect(5<UDP:[0.0.0.0:5]>, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("10.0.0.9")}, 16 <unfinished ...>',
      '8 1.5 connect(6<UNIX-STREAM:[9]>, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X9"}, 20) = 0',
      '7 2.0 <... connect resumed>)            = 0',
      '8 2.5 rmdir("/tmp/some folder") = 0',
      '7 3.0 write(5<UDP:[0.0.0.0:5]>, "abc", 3 <unfinished ...>',
      '8 4.0 +++ exited with 0 +++',
      '',
    ].join('\n'),
  );
  const there = { address: '10.0.0.9', port: 9, bytes: 0 };
  expect(uses).toEqual([
    { kind: 'route', at: 1000, ...there },
    { kind: 'datagram', at: 3000, ...there },
  ]);
  expect(localSockets).toEqual(['@/tmp/.X11-unix/X9']);
  expect([...removed]).toEqual([['/tmp/some folder', 2500]]);
});

test('who is let in on this computer, and what is done with its own sockets, is no use of the internet', () => {
  expect(
    usesIn(
      'bind(7<TCP:[1704095]>, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
      'accept4(7<TCP:[127.0.0.1:39]>, NULL, NULL, SOCK_CLOEXEC) = 12<TCP:[127.0.0.1:39->127.0.0.1:56]>',
      'write(12<TCP:[127.0.0.1:39->127.0.0.1:56]>, "back", 4) = 4',
      'write(1<pipe:[1703249]>, "TCP", 3) = 3',
      'sendto(9<NETLINK:[ROUTE:28458]>, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0}, 12) = 20',
      'sendmsg(6<UNIX-STREAM:[1]>, {msg_control=[{cmsg_data=[30<TCP:[10.0.0.2:5->10.0.0.1:9]>]}]}, 0) = 8',
      'unlinkat(AT_FDCWD, "/tmp/file", 0) = 0',
    ),
  ).toEqual([]);
});
