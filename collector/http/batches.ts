import type { Socket } from 'node:net';
import { BATCH_MEDIA_TYPE, MAX_BATCH_BYTES, RECEIPT_MEDIA_TYPE } from 'candor-client/core';
import type { FastifyInstance } from 'fastify';
import type { Intake } from '../intake/intake.ts';
import {
  BEHIND_SHARE,
  MAX_UPLOAD_BYTES,
  NEWER_RETRY_AFTER_S,
  PRODUCT_RETRY_AFTER_S,
  RETRY_AFTER_S,
} from '../limits.ts';
import { addressPrefix, isLoopback } from './address-prefix.ts';
import { refuseBatch, refuseVersion, sendProblem } from './problem.ts';
import { RequestBudget } from './request-budget.ts';

export interface BatchRouteOptions {
  readonly intake: Pick<Intake, 'accept'>;
  /** Whether more is received than can be loaded: then each network has its share, and no more. */
  readonly isBehind?: () => boolean;
  /** Called when the batch is on the disk and before the answer is written; a test can cut the connection here. */
  readonly beforeReceipt?: (connection: Socket) => void;
}

/**
 * `POST /v1/batches`: one batch in, one receipt out.
 *
 * 200 stored, now or before, or refused because its installation was erased · 400 not a batch of this registry · 409
 * of a newer format or registry, try again when the collector is upgraded; or of a product that it does not know, or not
 * any more · 410 the program has ended for the version · 413 too large · 415 another type or encoding · 503 cannot be stored now, try again after `retry-after`. A refusal names
 * the bytes that came (refusal.ts). No header but these is looked at; the network that a request comes from, only while more
 * comes than can be loaded, and it is kept nowhere.
 */
export async function batchRoutes(
  server: FastifyInstance,
  { intake, isBehind = () => false, beforeReceipt }: BatchRouteOptions,
) {
  const shares = new RequestBudget(BEHIND_SHARE.bytes, BEHIND_SHARE.perMs, BEHIND_SHARE.prefixes, () =>
    performance.now(),
  );
  /** A few hundred bytes may unpack to half a megabyte: what counts is what storing costs. */
  const admits = (address: string, unpacked: number) =>
    !isBehind() || isLoopback(address) || shares.spend(addressPrefix(address), unpacked) === 0;
  server.addContentTypeParser(BATCH_MEDIA_TYPE, { parseAs: 'buffer', bodyLimit: MAX_UPLOAD_BYTES }, (_, body, done) => {
    done(null, body);
  });
  server.post('/v1/batches', {
    onRequest: (request, reply, done) => {
      if (request.headers['content-encoding']?.toLowerCase() === 'br') return done();
      sendProblem(reply.header('accept-encoding', 'br'), 415, 'The content encoding must be br.');
    },
    handler: async (request, reply) => {
      if (!Buffer.isBuffer(request.body)) {
        return sendProblem(reply, 415, `The content type must be ${BATCH_MEDIA_TYPE}.`);
      }
      const { body } = request;
      if (body.length > MAX_BATCH_BYTES) {
        return refuseBatch(reply, body, 'too-large', `A batch has at most ${MAX_BATCH_BYTES} bytes.`);
      }
      const acceptance = await intake.accept(body, (unpacked) => admits(request.ip, unpacked));
      switch (acceptance.status) {
        case 'settled':
          beforeReceipt?.(request.raw.socket);
          // Bytes, because Fastify adds a charset to the type of text, and a receipt is known by its exact type.
          return reply.type(RECEIPT_MEDIA_TYPE).send(Buffer.from(JSON.stringify(acceptance.receipt)));
        case 'invalid':
          return refuseBatch(reply, body, 'invalid', 'This is not a batch.', acceptance.problem);
        case 'newer':
          reply.header('retry-after', NEWER_RETRY_AFTER_S);
          return refuseBatch(reply, body, 'not-yet', 'The batch is of a newer client than this collector.');
        case 'unknown':
          reply.header('retry-after', PRODUCT_RETRY_AFTER_S);
          return refuseBatch(reply, body, 'not-yet', 'This collector does not take batches of this product.');
        case 'ended':
          return refuseVersion(reply, body, acceptance);
        case 'unavailable':
          reply.header('retry-after', RETRY_AFTER_S);
          return refuseBatch(reply, body, 'unavailable', 'The batch cannot be stored now.');
      }
    },
  });
}
