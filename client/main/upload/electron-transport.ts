import type { Session } from 'electron';
import type { EgressRequest, Transport } from './egress-gate.ts';

/**
 * Carries requests over Electron's net stack, so that the system's proxy and certificates hold. The session is its
 * own and in memory: no cookies, no cache; user agent and language are the same for everybody; a redirect is an error,
 * because a batch goes to the collector or nowhere. The session is opened for the first request: without consent and
 * without a click on fetch or erase there is none. Suggestions are asked for in another one, so that no connection tells
 * the collector which installation asks.
 * @param collector the address as it is now; a policy may change it while the app runs.
 */
export function electronTransport(
  openSession: (purpose: EgressRequest['purpose']) => Session,
  collector: () => URL,
): Transport {
  const sessions = new Map<boolean, Session>();
  return async (request, signal) => {
    const isApart = request.purpose === 'suggestions';
    const session = sessions.get(isApart) ?? configured(openSession(request.purpose));
    sessions.set(isApart, session);
    const response = await session.fetch(new URL(request.path, collector()).href, {
      method: request.method,
      headers: request.headers,
      // electron.d.ts knows the DOM's BodyInit only; a view of bytes is one.
      body: request.body.length === 0 ? null : (request.body as unknown as string),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal,
    });
    return {
      status: response.status,
      mediaType: (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
      retryAfter: response.headers.get('retry-after') ?? undefined,
      body: await readBounded(response, request.maxAnswerBytes),
    };
  };
}

function configured(session: Session): Session {
  session.setUserAgent('Candor', 'en');
  // A session looks up a dictionary host for its spell checker unless there is no language to check.
  session.setSpellCheckerLanguages([]);
  return session;
}

async function readBounded(response: Response, maxBytes: number): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < maxBytes) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    length += value.length;
  }
  await reader.cancel();
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}
