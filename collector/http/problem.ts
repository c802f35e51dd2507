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
  return refuse(reply, { refusal, body: sha256(body) }, title, details);
}

/** Refuses a batch because the program has ended for its version of the product, which the sender then obeys. */
export function refuseVersion(
  reply: FastifyReply,
  body: Uint8Array,
  { product, version }: { readonly product: string; readonly version: string },
): FastifyReply {
  const title = 'The program has ended for this version.';
  return refuse(reply, { refusal: 'ended', body: sha256(body), product, version }, title);
}

function refuse(reply: FastifyReply, refused: BatchRefusal, title: string, details: object = {}): FastifyReply {
  const status = refusalStatus[refused.refusal];
  return send(reply, status, REFUSAL_MEDIA_TYPE, { title, status, ...details, ...refused });
}

function sha256(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex');
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
