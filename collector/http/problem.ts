import { createHash } from 'node:crypto';
import {
  type BatchRefusal,
  type InstallationRefusal,
  PROBLEM_MEDIA_TYPE,
  REFUSAL_MEDIA_TYPE,
  refusalStatus,
} from 'candor-client/core';
import type { FastifyReply } from 'fastify';

/**
 * Answers with a problem (RFC 9457).
 * @param details where and what was expected. Never the value that was sent: it could hold anything.
 */
export function sendProblem(reply: FastifyReply, status: number, title: string, details: object = {}): FastifyReply {
  return send(reply, status, PROBLEM_MEDIA_TYPE, { title, status, ...details });
}

/**
 * Refuses a batch in the form that its sender believes, which names the bytes that came.
 * @param body what came.
 * @param details as for {@link sendProblem}.
 */
export function refuseBatch(
  reply: FastifyReply,
  body: Uint8Array,
  refusal: Exclude<BatchRefusal['refusal'], 'ended'>,
  title: string,
  details: object = {},
): FastifyReply {
  const status = refusalStatus[refusal];
  const refused: BatchRefusal = { refusal, body: createHash('sha256').update(body).digest('hex') };
  return send(reply, status, REFUSAL_MEDIA_TYPE, { title, status, ...details, ...refused });
}

/** Says that nothing is held of an installation, in the form that it believes. */
export function refuseInstallation(reply: FastifyReply, installation: string, title: string): FastifyReply {
  const refused: InstallationRefusal = { refusal: 'nothing-held', installation };
  const status = refusalStatus[refused.refusal];
  return send(reply, status, REFUSAL_MEDIA_TYPE, { title, status, ...refused });
}

/** Bytes, because Fastify adds a charset to the type of text, and answers are known by their exact type. */
function send(reply: FastifyReply, status: number, type: string, content: object): FastifyReply {
  return reply
    .code(status)
    .type(type)
    .send(Buffer.from(JSON.stringify(content)));
}
