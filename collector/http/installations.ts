import { createHash } from 'node:crypto';
import { RECEIPT_MEDIA_TYPE, USER_DATA_MEDIA_TYPE } from 'candor-client/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Held, UserData } from '../erasure/user-data.ts';
import { INSTALLATION_REQUESTS, KEY_CHECKS, RETRY_AFTER_S, TURNS, WRONG_KEYS } from '../limits.ts';
import { isCursor } from '../queries/installation-query.ts';
import { StorageUnavailable } from '../storage/storage.ts';
import { UUID } from '../uuid.ts';
import { abandonedSignal } from './abandoned.ts';
import { addressPrefix } from './address-prefix.ts';
import { refuseInstallation, sendProblem } from './problem.ts';
import { RequestBudget } from './request-budget.ts';
import { Busy, Turns } from './turns.ts';

export interface InstallationRouteOptions {
  readonly userData: Pick<UserData, 'find'>;
}

const NOTHING_HELD = 'Nothing is held under this ID and key.';

interface Route {
  Params: { id: string };
  Querystring: { after?: unknown };
}

/** 32 bytes in base64url. */
const BEARER = /^Bearer ([\w-]{43})$/i;

/**
 * `GET|DELETE /v1/installations/{id}`: what is held of an installation, and its end, for whoever has its key.
 *
 * 200 · 404 nothing is held under this ID and key, whichever of the two is wrong, as a refusal that names the ID · 429 too many
 * requests for this ID and key, or too many wrong ones of this network · 503 not now, try again after `retry-after`.
 *
 * A key is looked up before anything else is done for it, many at a time; what it opens then takes its turn, network by
 * network. So whoever makes up keys keeps nobody waiting, and no wrong one is held against a right one. A request whose
 * connection is closed is worked on no further; an erasure that was begun is finished.
 */
export async function installationRoutes(server: FastifyInstance, { userData }: InstallationRouteOptions) {
  const now = () => performance.now();
  const { requests, perMs, installations } = INSTALLATION_REQUESTS;
  const asked = new RequestBudget(requests, perMs, installations, now);
  const wrong = new RequestBudget(WRONG_KEYS.requests, WRONG_KEYS.perMs, WRONG_KEYS.prefixes, now);
  const looking = new Turns(KEY_CHECKS);
  const turns = { fetching: new Turns(TURNS.fetching), erasing: new Turns(TURNS.erasing) };

  server.get<Route>('/v1/installations/:id', (request, reply) => {
    const { after } = request.query;
    const isPosition = after === undefined || (typeof after === 'string' && isCursor(after));
    return answer(request, reply, turns.fetching, async (held, signal) => {
      const page = isPosition ? await held.page(after, signal) : undefined;
      return page && { type: USER_DATA_MEDIA_TYPE, body: page };
    });
  });

  server.delete<Route>('/v1/installations/:id', (request, reply) =>
    answer(request, reply, turns.erasing, async (held) => {
      const receipt = await held.erase();
      return receipt && { type: RECEIPT_MEDIA_TYPE, body: receipt };
    }),
  );

  async function answer(
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    turn: Turns,
    ask: (held: Held, signal: AbortSignal) => Promise<{ type: string; body: object } | undefined>,
  ): Promise<FastifyReply> {
    const { id } = request.params;
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!UUID.test(id)) return sendProblem(reply, 404, NOTHING_HELD);
    if (key === undefined) return refuseInstallation(reply, id, NOTHING_HELD);
    const wait = asked.spend(createHash('sha256').update(`${id} ${key}`).digest('base64url'));
    if (wait > 0) return putOff(reply, wait, 'There are too many requests for this ID.');
    const network = addressPrefix(request.ip);
    const signal = abandonedSignal(reply);
    try {
      const held = await looking.take(network, signal, () => userData.find(id, key));
      const found = held && (await turn.take(network, signal, () => ask(held, signal)));
      // Bytes, because Fastify adds a charset to the type of text, and answers are known by their exact type.
      if (found) return reply.type(found.type).send(Buffer.from(JSON.stringify(found.body)));
      // Only now, and only against wrong ones: a right key of the same network is answered all the same.
      const tooMany = wrong.spend(network);
      if (tooMany > 0) return putOff(reply, tooMany, 'There are too many requests of your network.');
      return refuseInstallation(reply, id, NOTHING_HELD);
    } catch (error) {
      if (error instanceof Busy) return sendProblem(retryAfter(reply, TURNS.retryAfterS), 503, 'Too many ask now.');
      if (!(error instanceof StorageUnavailable)) throw error;
      return sendProblem(retryAfter(reply, RETRY_AFTER_S), 503, 'The storage cannot answer now.');
    }
  }
}

/** @param wait in milliseconds. */
function putOff(reply: FastifyReply, wait: number, title: string): FastifyReply {
  return sendProblem(retryAfter(reply, Math.ceil(wait / 1000)), 429, title);
}

function retryAfter(reply: FastifyReply, seconds: number): FastifyReply {
  return reply.header('retry-after', seconds);
}
