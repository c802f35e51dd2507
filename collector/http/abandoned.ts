import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** Whoever has asked has gone. Nobody reads the answer; it is no fault. */
export class Abandoned extends Error {
  override name = 'Abandoned';
  readonly statusCode = 499;
}

/**
 * Aborted when the connection, or over HTTP/2 the stream, ends before the answer does: what was asked is then worked on for
 * nobody.
 */
export function abandonedSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const leave = () => {
    const isAnswered = reply.raw.writableFinished && !isAborted(reply.request.raw);
    if (!isAnswered) controller.abort(new Abandoned('the connection was closed'));
  };
  // What is told once may have been told while something else was waited for.
  if (isClosed(reply)) leave();
  else reply.raw.once('close', leave);
  return controller.signal;
}

/** Whether there is nobody to answer any more. */
function isClosed({ raw, request }: FastifyReply): boolean {
  return raw.destroyed || request.raw.socket.destroyed || isAborted(request.raw);
}

/**
 * Begins no work for a request that was reset while it was read: over HTTP/2 its body ends as if it were whole.
 * @throws Abandoned, within the request.
 */
export function refuseAborted(server: FastifyInstance): void {
  server.addHook('preValidation', (request, _reply, done) => {
    done(isAborted(request.raw) ? new Abandoned('the request was reset') : undefined);
  });
}

/** Over HTTP/2 what is written to a stream that was reset counts as finished. */
function isAborted(request: IncomingMessage): boolean {
  return request.httpVersionMajor === 2 && request.aborted;
}
