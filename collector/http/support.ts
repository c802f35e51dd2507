import { seenLine } from 'candor-client/core';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Lookups } from '../access/lookups.ts';
import { fingerprint } from '../erasure/erasures.ts';
import { LOOKUPS_A_DAY, RETRY_AFTER_S, SUPPORT_REASON, SUPPORT_REQUEST_BYTES } from '../limits.ts';
import { isNewestCursor, queryFirstSenders, queryNewestBatches } from '../queries/support-query.ts';
import { type Storage, StorageUnavailable } from '../storage/storage.ts';
import { UUID } from '../uuid.ts';
import { abandonedSignal } from './abandoned.ts';
import { requireRole } from './caller.ts';
import { sendProblem } from './problem.ts';

export interface SupportRouteOptions {
  readonly storage: Storage;
  readonly lookups: Lookups;
}

const asked = z.strictObject({
  installation: z.string().regex(UUID),
  reason: z
    .string()
    .trim()
    .min(SUPPORT_REASON.least)
    .max(SUPPORT_REASON.most)
    // What is shown to an administrator holds nothing that a terminal or a page would take for its own.
    .regex(seenLine(SUPPORT_REASON.most)),
  before: z.string().refine(isNewestCursor).optional(),
});

const TOO_MANY = `${LOOKUPS_A_DAY} look-ups were made today by this token or login: the next day, in UTC, there may be more.`;

const EXPECTED = `An installation ID, and a reason of ${SUPPORT_REASON.least} to ${SUPPORT_REASON.most} characters.`;

/**
 * `POST /v1/support/lookups` with `{"installation": "…", "reason": "…"}`: what is stored of one installation, newest first, for
 * the person who asks support about it; `before` with what `next` said for what is older. It is on record before anything is
 * read: who, when and why for administrators, day and role for the person whose it is.
 *
 * 200 · 400 no ID or no reason · 401, 403 without the role of support · 404 nothing is stored of it · 413 · 415 · 429 no more
 * of them on this day · 503 not now.
 */
export async function supportRoutes(server: FastifyInstance, { storage, lookups }: SupportRouteOptions) {
  const { audit } = server.access;
  // Text, so that what is no JSON is refused as what has a wrong field is.
  const parser = { parseAs: 'string', bodyLimit: SUPPORT_REQUEST_BYTES } as const;
  server.addContentTypeParser('application/json', parser, (_request, body, done) => done(null, body));

  server.post('/v1/support/lookups', async (request, reply) => {
    const caller = await requireRole(request, 'support');
    const { success, data } = asked.safeParse(jsonOf(request.body));
    if (!success) return sendProblem(reply, 400, EXPECTED);
    const { installation, reason, before } = data;
    const wait = await audit.noteUpTo(LOOKUPS_A_DAY, caller, 'installation-looked-up', installation, reason);
    if (wait > 0) return sendProblem(reply.header('retry-after', Math.ceil(wait / 1000)), 429, TOO_MANY);
    try {
      const signal = abandonedSignal(reply);
      const keys = await queryFirstSenders(storage, installation);
      if (keys.length === 0) return sendProblem(reply, 404, 'Nothing is stored of this installation.');
      await lookups.note(
        keys.map((keyHash) => fingerprint({ installation, keyHash })),
        caller.role,
      );
      return { installation, ...(await queryNewestBatches(storage, installation, before, signal)) };
    } catch (error) {
      if (!(error instanceof StorageUnavailable)) throw error;
      return sendProblem(reply.header('retry-after', RETRY_AFTER_S), 503, 'The storage cannot answer now.');
    }
  });
}

function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
