import type { FastifyReply } from 'fastify';
import { PROBLEM_MEDIA_TYPE } from '../../app/telemetry/held.ts';

/**
 * Answers with a problem (RFC 9457).
 * @param details where and what was expected. Never the value that was sent: it could hold anything.
 */
export function sendProblem(reply: FastifyReply, status: number, title: string, details: object = {}): FastifyReply {
  return reply
    .code(status)
    .type(PROBLEM_MEDIA_TYPE)
    .send(Buffer.from(JSON.stringify({ title, status, ...details })));
}
