import { RECEIPT_MEDIA_TYPE, USER_DATA_MEDIA_TYPE } from 'candor-client/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { UserData } from '../erasure/user-data.ts';
import { INSTALLATION_REQUESTS, RETRY_AFTER_S } from '../limits.ts';
import { isCursor } from '../queries/installation-query.ts';
import { StorageUnavailable } from '../storage/storage.ts';
import { refuseInstallation, sendProblem } from './problem.ts';
import { RequestBudget } from './request-budget.ts';

export interface InstallationRouteOptions {
  readonly userData: Pick<UserData, 'page' | 'erase'>;
}

const NOTHING_HELD = 'Nothing is held under this ID and key.';

interface Route {
  Params: { id: string };
  Querystring: { after?: unknown };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** 32 bytes in base64url. */
const BEARER = /^Bearer ([\w-]{43})$/i;

/**
 * `GET|DELETE /v1/installations/{id}`: what is held of an installation, and its end, for whoever has its key.
 *
 * 200 · 404 nothing is held under this ID and key, whichever of the two is wrong, as a refusal that names the ID · 429 too many requests for this ID ·
 * 503 not now, try again after `retry-after`.
 */
export async function installationRoutes(server: FastifyInstance, { userData }: InstallationRouteOptions) {
  const { requests, perMs, installations } = INSTALLATION_REQUESTS;
  const budget = new RequestBudget(requests, perMs, installations, () => performance.now());

  server.get<Route>('/v1/installations/:id', (request, reply) =>
    answer(request, reply, async (id, key) => {
      const { after } = request.query;
      if (after !== undefined && !(typeof after === 'string' && isCursor(after))) return undefined;
      const page = await userData.page(id, key, after);
      return page && { type: USER_DATA_MEDIA_TYPE, body: page };
    }),
  );

  server.delete<Route>('/v1/installations/:id', (request, reply) =>
    answer(request, reply, async (id, key) => {
      const receipt = await userData.erase(id, key);
      return receipt && { type: RECEIPT_MEDIA_TYPE, body: receipt };
    }),
  );

  async function answer(
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    ask: (id: string, key: string) => Promise<{ type: string; body: object } | undefined>,
  ): Promise<FastifyReply> {
    const { id } = request.params;
    const key = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!UUID.test(id)) return sendProblem(reply, 404, NOTHING_HELD);
    if (key === undefined) return refuseInstallation(reply, id, NOTHING_HELD);
    const wait = budget.spend(id);
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      return sendProblem(reply.header('retry-after', seconds), 429, 'There are too many requests for this ID.');
    }
    try {
      const found = await ask(id, key);
      if (!found) return refuseInstallation(reply, id, NOTHING_HELD);
      // Bytes, because Fastify adds a charset to the type of text, and answers are known by their exact type.
      return reply.type(found.type).send(Buffer.from(JSON.stringify(found.body)));
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
      return sendProblem(reply.header('retry-after', RETRY_AFTER_S), 503, 'The storage cannot answer now.');
    }
  }
}
