import type { FastifyRequest } from 'fastify';
import type { Audit } from '../access/audit.ts';
import { type Caller, mayActAs, type Role } from '../access/roles.ts';
import type { Sessions } from '../access/sessions.ts';
import type { Tokens } from '../access/tokens.ts';
import { hostOf } from './place-guard.ts';

/** Who may do what, and who did. */
export interface Access {
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly audit: Audit;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly access: Access;
    /** Host of the public address when that is reached over TLS. */
    readonly publicHost: string | undefined;
  }
}

/** A request of nobody that is known (401), or of somebody who may not do that (403). */
export class AccessRefused extends Error {
  override name = 'AccessRefused';
  readonly statusCode: 401 | 403;
  constructor(statusCode: 401 | 403) {
    super(statusCode === 401 ? 'Log in, or send a token as bearer.' : 'Your role does not include that.');
    this.statusCode = statusCode;
  }
}

/**
 * Whose a request is, when they have the role; to be asked before anything is told or done.
 * @throws AccessRefused, which the server answers in the form that the caller understands.
 */
export async function requireRole(request: FastifyRequest, role: Role): Promise<Caller> {
  const caller = await callerOf(request);
  if (!caller) throw new AccessRefused(401);
  if (!mayActAs(caller.role, role)) throw new AccessRefused(403);
  return caller;
}

/** Whoever has sent a token as bearer, or the cookie of a session. A token that is wrong is not made up for by a cookie. */
export async function callerOf(request: FastifyRequest): Promise<Caller | undefined> {
  const { tokens, sessions } = request.server.access;
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = await tokens.bearer(/^Bearer (\S+)$/i.exec(authorization)?.[1]);
    return token && { name: token.name, role: token.role, session: undefined };
  }
  const session = await sessions.find(request.cookies[sessionCookie(request).name]);
  return session && { name: session.name, role: session.role, session: session.id };
}

/**
 * The cookie of a session. Collectors on other ports of the same host share the browser's cookies: each has a name of its
 * own. Over TLS the browser keeps it to this very host and to TLS.
 */
export function sessionCookie(request: FastifyRequest): { name: string; isSecure: boolean } {
  const isSecure = request.protocol === 'https' || request.server.publicHost === hostOf(request)?.toLowerCase();
  const port = /:(\d+)$/.exec(hostOf(request) ?? '')?.[1];
  const name = port === undefined ? 'candor-session' : `candor-session-${port}`;
  return { name: isSecure ? `__Host-${name}` : name, isSecure };
}
