import type { FastifyInstance, FastifyReply } from 'fastify';

/** The dashboard's own files and API, and nothing else: no other host, no inline script, no frame around it. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
} as const;

/** For every answer: nothing is kept by a cache, and nothing is taken for what it is not. */
export function addCommonHeaders(server: FastifyInstance): void {
  // With a callback, as all that every upload passes through: a promise for each of these costs more than what they do.
  server.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    done();
  });
}

/** For one answer that a browser shows. */
export function addPageHeadersTo(reply: FastifyReply): void {
  reply.headers(PAGE_HEADERS);
}

/** For what a browser shows. Receipts go without: half a kilobyte for each upload, and nobody looks at them. */
export function addPageHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (_request, reply) => {
    addPageHeadersTo(reply);
  });
}
