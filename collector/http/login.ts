import { dashboardPages } from 'candor-client/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isSecretForm } from '../access/secrets.ts';
import { LOGIN_FAILURES, LOGIN_NEXT_CHARACTERS, MAX_FORM_BYTES } from '../limits.ts';
import { addressPrefix } from './address-prefix.ts';
import { callerOf, sessionCookie } from './caller.ts';
import { sendPage } from './plain-page.ts';
import { RequestBudget } from './request-budget.ts';

/**
 * `GET /login`, also with `?token=`: a page that asks whether to log in, or for a token. `POST /login`: logs in, and shows the page of
 * the dashboard that was asked for (`next`). `POST /logout`.
 *
 * A link only shows the page: what a mail program or a chat opens by itself logs nobody in and uses nothing up, and the
 * form is sent by our own page, wherever the link was clicked.
 */
export async function loginRoutes(server: FastifyInstance) {
  const failures = new RequestBudget(LOGIN_FAILURES.requests, LOGIN_FAILURES.perMs, LOGIN_FAILURES.prefixes, () =>
    performance.now(),
  );
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_FORM_BYTES },
    (_, body, done) => done(null, new URLSearchParams(String(body))),
  );

  server.get<{ Querystring: { token?: unknown; next?: unknown } }>('/login', async (request, reply) => {
    const { token, next } = request.query;
    if (token === undefined) return sendLoginPage(reply, 200, [], pageOf(next));
    if (!isSecretForm(token)) return sendLoginPage(reply, 401, NOT_VALID);
    return sendPage(reply, 200, 'Log in to the collector', ['Whoever has this link can log in with it.'], {
      form: { action: '/login', fields: [{ type: 'hidden', name: 'token', value: token }], button: 'Log in' },
    });
  });

  server.post('/login', async (request, reply) => {
    const form = request.body instanceof URLSearchParams ? request.body : undefined;
    const token = form?.get('token')?.trim();
    const next = pageOf(form?.get('next'));
    const found = await server.access.tokens.toLogIn(token);
    if (!found) {
      // Only what is wrong is charged: nobody is locked out by what others of the same network try.
      const wait = failures.spend(addressPrefix(request.ip));
      if (wait === 0) return sendLoginPage(reply, 401, NOT_VALID, next);
      return sendLoginPage(
        reply.header('retry-after', Math.ceil(wait / 1000)),
        429,
        ['There were too many attempts from your network. Try again in some minutes.'],
        next,
      );
    }
    const value = await server.access.sessions.begin(found);
    await server.access.audit.note(found, 'logged-in');
    return setSession(request, reply, value).redirect(next, 303);
  });

  server.post('/logout', async (request, reply) => {
    const caller = await callerOf(request);
    if (caller?.session !== undefined) {
      await server.access.sessions.end(caller.session);
      await server.access.audit.note(caller, 'logged-out');
    }
    return setSession(request, reply, undefined).redirect('/login', 303);
  });
}

const NOT_VALID = [
  'This token or login link is not valid: it may have been used, revoked or expired, or not be complete.',
];

/**
 * The page of the dashboard that an address is of, with what it is about; the first one for everything else. Nothing else is
 * ever gone to: a link must not lead somebody who logs in to a page of another.
 */
function pageOf(next: unknown): string {
  if (typeof next !== 'string' || next.length > LOGIN_NEXT_CHARACTERS) return '/';
  const [, page = '', search = ''] = /^\/([a-z]*)(\?[\w.~:%&=+-]*)?$/.exec(next) ?? [];
  return page === '' || (dashboardPages as readonly string[]).includes(page) ? `/${page}${search}` : '/';
}

/** Asks for a token. @param next where the login leads; what stood behind "#" stays with it, such as the ID in a link for support. */
function sendLoginPage(reply: FastifyReply, status: number, problem: readonly string[] = [], next = '/'): FastifyReply {
  const how = 'Whoever runs the collector makes tokens and login links, with "token create" and "login".';
  return sendPage(reply, status, 'Please log in', [...problem, how], {
    form: {
      action: '/login',
      fields: [
        ...(next === '/' ? [] : [{ type: 'hidden', name: 'next', value: next } as const]),
        { type: 'password', name: 'token', label: 'Token' },
      ],
      button: 'Log in',
      keepsFragment: true,
    },
  });
}

/**
 * Ends with the browser's session. `Lax`, so that a link to the dashboard works in a mail as well; what changes anything is
 * never a link, and is refused to pages of others (place-guard.ts).
 * @param value `undefined` takes the cookie away.
 */
function setSession(request: FastifyRequest, reply: FastifyReply, value: string | undefined): FastifyReply {
  const { name, isSecure: secure } = sessionCookie(request);
  const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const;
  return value === undefined ? reply.clearCookie(name, options) : reply.setCookie(name, value, options);
}

/** What somebody sees who is not logged in, and may not be let in by a cookie alone. @param asked the address that was asked for. */
export function sendLoginNeeded(reply: FastifyReply, asked: string): FastifyReply {
  return sendLoginPage(reply, 401, ['The dashboard is for the people who run this collector.'], pageOf(asked));
}
