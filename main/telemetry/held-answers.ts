import { z } from 'zod/mini';
import type { SharedBatch } from '../../app/ipc/program.ts';
import { type Batch, RECEIPT_MEDIA_TYPE } from '../../app/telemetry/batch.ts';
import { HELD_MEDIA_TYPE, PROBLEM_MEDIA_TYPE } from '../../app/telemetry/held.ts';
import type { EgressResponse } from './egress-gate.ts';
import { describeBatch } from './shared-batch.ts';

const fields = z.record(z.string(), z.union([z.string(), z.number()]));

/**
 * A page as the collector answers it. Values are not held against the registry: the collector may know more than this
 * version, and what it holds is to be shown whatever it is.
 */
const pageSchema = z.object({
  installation: z.string(),
  batches: z.array(
    z.looseObject({
      envelope: fields,
      context: fields,
      usage: z.array(z.object({ command: z.string(), source: z.string(), time: z.number() })),
      dropped: fields,
    }),
  ),
  next: z.nullable(z.string().check(z.maxLength(100))),
});

const erasureSchema = z.object({ installation: z.string(), status: z.literal('erased'), batches: z.int() });

/** What an answer says; `undefined` when it is not the collector's answer about this installation. */
export type Reading<T> = { readonly status: 'read'; readonly value: T } | { readonly status: 'nothing' } | undefined;

export function readPage(
  response: EgressResponse,
  installation: string,
): Reading<{ batches: SharedBatch[]; next: string | null }> {
  const reading = read(response, HELD_MEDIA_TYPE, pageSchema, installation);
  if (reading?.status !== 'read') return reading;
  const { batches, next } = reading.value;
  const described = batches.map((batch) => {
    // Only shown, as text; a name that this version does not know is shown as it is.
    return describeBatch(batch as unknown as Batch, 'held', JSON.stringify(batch).length);
  });
  return { status: 'read', value: { batches: described, next } };
}

export function readErasure(response: EgressResponse, installation: string): Reading<{ batches: number }> {
  return read(response, RECEIPT_MEDIA_TYPE, erasureSchema, installation);
}

function read<T extends { installation: string }>(
  response: EgressResponse,
  mediaType: string,
  schema: z.ZodMiniType<T>,
  installation: string,
): Reading<T> {
  if (response.status === 404 && response.mediaType === PROBLEM_MEDIA_TYPE) return { status: 'nothing' };
  if (response.status !== 200 || response.mediaType !== mediaType) return undefined;
  try {
    const value = schema.parse(JSON.parse(response.body));
    return value.installation === installation ? { status: 'read', value } : undefined;
  } catch {
    return undefined;
  }
}
