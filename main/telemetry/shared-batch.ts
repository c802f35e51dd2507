import type { SharedBatch } from '../../app/ipc/program.ts';
import type { Batch } from '../../app/telemetry/batch.ts';

/** A decoded batch as the "What Is Shared" window shows it: every field with its path in the registry. */
export function describeBatch(batch: Batch, state: SharedBatch['state'], bytes: number): SharedBatch {
  const { envelope, context, dropped } = batch;
  return {
    batch: envelope.batch,
    state,
    start: envelope.start,
    session: envelope.session,
    bytes,
    fields: Object.entries({ envelope, context, dropped }).flatMap(([group, values]) =>
      Object.entries(values).map(([name, value]) => ({ path: `${group}.${name}`, value: String(value) })),
    ),
    usage: [...batch.usage],
  };
}
