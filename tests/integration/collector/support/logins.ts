import type { TestCollector } from './collectors.ts';

type Reached = Pick<TestCollector, 'url'>;

/** Asks a collector; redirects are not followed. */
export function get({ url }: Reached, where: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(new URL(where, url), { headers, redirect: 'manual' });
}

/** Sends a form of a page of the collector, as a browser does. */
export function post(
  { url }: Reached,
  where: string,
  fields: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams(fields);
  return fetch(new URL(where, url), { method: 'POST', body, headers, redirect: 'manual' });
}

/** Sends the login form. */
export function logIn(collector: Reached, token: string, headers: Record<string, string> = {}): Promise<Response> {
  return post(collector, '/login', { token }, { origin: collector.url, ...headers });
}

/** What a browser sends back of the cookie that it was given. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
