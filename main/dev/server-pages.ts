import http from 'node:http';
import { Readable } from 'node:stream';
import { swallowed } from 'candor-client/core';
import { protocol } from 'electron';
import { type DevelopmentServer, SECRET_HEADER, socketOrigin } from '../../app/development.ts';
import { APP_SCHEME, contentSecurityPolicy, pageHeaders } from '../window/app-protocol.ts';

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
export function serveFromServer(server: DevelopmentServer, origin: string): void {
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
