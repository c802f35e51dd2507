import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendProblem } from './problem.ts';
import { judgePlace, type ServedNames } from './served-names.ts';

/** The Host header, or what HTTP/2 has in its place. Never a header that a proxy, or a page, could have added. */
export function hostOf({ headers }: FastifyRequest): string | undefined {
  return authorityOf(headers) ?? headers.host;
}

function authorityOf(headers: FastifyRequest['headers']): string | undefined {
  const authority = headers[':authority'];
  return typeof authority === 'string' ? authority : undefined;
}

/** Two names for one request: who is between may have judged it by the other (RFC 9113, 8.3.1). */
function namesTwoHosts({ headers }: FastifyRequest): boolean {
  const authority = authorityOf(headers);
  return authority !== undefined && headers.host !== undefined && headers.host !== authority;
}

/** Whether load balancers ask there, who call a collector by whatever they like; nothing is told that is worth hiding. */
const isHealth = (url: string) => /^\/(?:healthz|readyz)(?:\?|$)/.test(url);

/**
 * Refuses what was meant for another name (421), or for two (400), or comes from somebody else's page (403), before it is read.
 * @param onForeignHost hears of it; the name may have been forgotten in the configuration.
 */
export function guardPlace(
  server: FastifyInstance,
  served: ServedNames,
  onForeignHost: (message: string) => void,
): void {
  server.addHook('onRequest', (request, reply, done) => {
    if (namesTwoHosts(request)) {
      sendProblem(reply, 400, 'A request is for one host.');
      return;
    }
    const { headers, method, url } = request;
    const place = {
      host: isHealth(url) ? undefined : hostOf(request),
      origin: headers.origin,
      fetchSite: single(headers['sec-fetch-site']),
      fetchMode: single(headers['sec-fetch-mode']),
      method,
    };
    switch (judgePlace(place, served)) {
      case 'served':
        return done();
      case 'foreign host':
        onForeignHost(
          'a request for a name that is not served was refused: say the name with --public-url or --also-called',
        );
        sendProblem(reply, 421, 'This collector is not called that.');
        return;
      case 'foreign origin':
        sendProblem(reply, 403, 'Pages of others are not answered.');
    }
  });
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
