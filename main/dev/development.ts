/**
 * The development build's part in main: pages come from the development server, and the app restarts when it says so.
 * `main/index.ts` reaches it under `__DEV__` alone, so that a production build holds nothing of it.
 */
import http from 'node:http';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { swallowed } from 'candor-client/core';
import { APP_SCHEME, contentSecurityPolicy, pageHeaders } from 'candor-client/main';
import { app, type BrowserWindow, protocol } from 'electron';
import {
  type DevelopmentServer,
  developmentServerSchema,
  LINK_PATH,
  type LinkWord,
  linkWords,
  SECRET_HEADER,
  SERVER_VARIABLE,
  socketAddress,
  socketOrigin,
} from '../../app/development.ts';
import { KeptWindows } from './kept-windows.ts';

interface Development {
  /** The one address that a window may reach and that is none of the app's own. */
  readonly socket: string;
  /** Serves the pages of `origin` as the development server has them. */
  servePages(origin: string): void;
  /** Opens the windows that were open before a restart, or one. */
  openWindows(open: () => BrowserWindow): void;
}

/** @throws when no development server has started this process: such a build is of no use alone. */
export function openDevelopment(environment: Readonly<Record<string, string | undefined>>): Development {
  const told = environment[SERVER_VARIABLE];
  if (!told) throw new Error('This is a development build: start it with "npm run dev".');
  const server = developmentServerSchema.parse(JSON.parse(told));
  const windows = new KeptWindows(path.join(app.getPath('userData'), 'dev-windows.json'));
  // The terminal may be gone before the app is, and an app that cannot say so stays.
  for (const output of [process.stdout, process.stderr])
    output.on('error', (error) => swallowed('errors', 'write-output', error));
  followServer(server, {
    restart: () => {
      windows.keep();
      app.quit();
    },
    quit: () => app.quit(),
  });
  return {
    socket: socketAddress(server),
    servePages: (origin) => serveFromServer(server, origin),
    openWindows: (open) => windows.reopen(open),
  };
}

/**
 * Follows what the development server says; its end, however it comes, means to quit. A connection and not a signal,
 * because Windows has none that an app could answer.
 */
function followServer(server: DevelopmentServer, on: Readonly<Record<LinkWord, () => void>>): void {
  const request = http.get({
    host: '127.0.0.1',
    port: server.port,
    path: LINK_PATH,
    headers: { [SECRET_HEADER]: server.secret },
  });
  request.on('error', on.quit);
  request.on('response', (response) => {
    response.on('close', on.quit);
    const lines = createInterface({ input: response });
    // It passes on the errors of what it reads, the end of the server among them.
    lines.on('error', on.quit);
    lines.on('line', (line) => {
      const word = linkWords.find((known) => known === line);
      if (word) on[word]();
    });
  });
}

/** What a page of the app may do, and what modules served one by one need: style elements, and the socket. */
export function developmentPolicy(server: DevelopmentServer): string[] {
  const policy = contentSecurityPolicy.map((directive) =>
    directive === "style-src 'self'" ? `${directive} 'nonce-${server.styleNonce}'` : directive,
  );
  return [...policy, `connect-src ${socketOrigin(server)}`];
}

/**
 * Serves the pages of `origin` with what the development server answers: under the addresses and rules of a production
 * build, so that what works here works there.
 */
function serveFromServer(server: DevelopmentServer, origin: string): void {
  const policy = developmentPolicy(server);
  protocol.handle(APP_SCHEME, async (request) => {
    const { host, pathname, search } = new URL(request.url);
    if (request.method !== 'GET' || host !== new URL(origin).host) return new Response(null, { status: 404 });
    try {
      const answer = await ask(server, `${pathname}${search}`, request.headers.get('accept') ?? '*/*');
      const mediaType = answer.headers['content-type'] ?? 'text/plain';
      return new Response(Readable.toWeb(answer) as ReadableStream, {
        status: answer.statusCode ?? 500,
        headers: pageHeaders(mediaType, policy),
      });
    } catch (error) {
      swallowed('window', 'ask-development-server', error);
      return new Response(null, { status: 502 });
    }
  });
}

/** Node's own HTTP, because the sessions of windows reach nothing but the app. */
function ask(server: DevelopmentServer, path: string, accept: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept, [SECRET_HEADER]: server.secret };
    http.get({ host: '127.0.0.1', port: server.port, path, headers, agent }, resolve).on('error', reject);
  });
}

/** A window asks for some hundred modules at once; connections that stay open spare most of the time. */
const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
