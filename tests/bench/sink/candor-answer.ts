import type { Batch } from '../../../client/core/batch/batch.ts';
import { RECEIPT_MEDIA_TYPE } from '../../../client/core/batch/batch.ts';
import { corpusCodec } from '../corpus/sixty-commands.ts';
import type { SinkAnswer, SinkRequest } from './http-sink.ts';

/** The batch in a request. @throws when there is none. */
export function batchIn({ body }: SinkRequest): Batch {
  const decoding = corpusCodec.decode(body);
  if (!decoding.ok) throw new Error(`not a batch: ${decoding.problem.path}: ${decoding.problem.expected}`);
  return decoding.batch;
}

/** The collector's receipt. */
export function candorAnswer(request: SinkRequest): SinkAnswer {
  const receipt = { batch: batchIn(request).envelope.batch, status: 'accepted' };
  return { contentType: RECEIPT_MEDIA_TYPE, body: JSON.stringify(receipt) };
}
