import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readOwnFile, writeAtomically } from '../own-files.ts';
import { sendPage } from './plain-page.ts';

const TOKEN_BYTES = 32;
const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/;

/**
 * The secret in the dashboard's login link, kept in a file that only its owner can read. It stays the same from run to
 * run; deleting the file makes a new one at the next start, and old links and logins end.
 */
export async function dashboardToken(file: string): Promise<string> {
  const stored = await readOwnFile(file).then(
    (bytes) => bytes.toString('utf8').trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    },
  );
  if (TOKEN_FORM.test(stored)) return stored;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await writeAtomically(file, `${token}\n`);
  return token;
}

/**
 * Who may see figures: whoever has the secret of the login link, as a bearer token, or as the cookie that the link
 * leaves. The cookie is made from the secret but is not the secret.
 */
export class Login {
  readonly #token: string;
  readonly #cookie: string;
  /** Collectors on other ports of the same host share the browser's cookies: each has a name of its own. */
  readonly #cookieName: string;

  constructor(token: string) {
    this.#token = token;
    this.#cookie = createHmac('sha256', token).update('dashboard cookie').digest('base64url');
    this.#cookieName = `candor-${createHash('sha256').update(token).digest('hex').slice(0, 8)}`;
  }

  isToken(token: unknown): boolean {
    return isSecret(token, this.#token);
  }

  isLoggedIn(request: FastifyRequest): boolean {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return this.isToken(bearer) || isSecret(request.cookies[this.#cookieName], this.#cookie);
  }

  /** Ends with the browser's session. Not marked `secure`: over loopback there is no TLS. */
  remember(reply: FastifyReply): FastifyReply {
    return reply.setCookie(this.#cookieName, this.#cookie, { path: '/', httpOnly: true, sameSite: 'strict' });
  }
}

/** Takes the same time for every wrong answer. */
function isSecret(candidate: unknown, secret: string): boolean {
  if (typeof candidate !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(candidate), digest(secret));
}

/** `GET /login?token=…`: the link that the collector prints. */
export async function loginRoute(server: FastifyInstance, { login }: { login: Login }) {
  server.get<{ Querystring: { token?: unknown } }>('/login', async (request, reply) => {
    if (login.isToken(request.query.token)) return login.remember(reply).redirect('/', 303);
    return sendPage(reply, 401, 'This login link is not valid', [
      'It may be of an earlier installation, or not be complete.',
      'The collector prints the current one when it starts, and keeps its secret in the file dashboard-token of its data folder.',
    ]);
  });
}
