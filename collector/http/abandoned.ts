import type { FastifyReply } from 'fastify';

/** Whoever has asked has gone. Nobody reads the answer; it is no fault. */
export class Abandoned extends Error {
  override name = 'Abandoned';
  readonly statusCode = 499;
}

/** Aborted when the connection ends before the answer does: what was asked is then worked on for nobody. */
export function abandonedSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort(new Abandoned('the connection was closed'));
  });
  return controller.signal;
}
