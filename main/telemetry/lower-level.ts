import { type CollectingLevel, covers, type Level } from '../../app/consent/levels.ts';
import { type Batch, noFindings } from '../../app/telemetry/batch.ts';
import { decodeBatch, encodeBatch } from '../../app/telemetry/batch-codec.ts';
import type { Outbox } from './outbox.ts';
import { brotli } from './platform-codec.ts';

/**
 * Deletes from what waits everything that `level` does not cover: batches of a higher level stay, with what every level
 * covers. Those that cannot be decoded are left to the delivery, which sets them aside.
 * @throws when the disk refuses; doing it again then finishes it.
 */
export function lowerOutbox(outbox: Outbox, level: CollectingLevel): void {
  for (const waiting of outbox.list()) {
    const decoding = decodeBatch(outbox.read(waiting), brotli);
    if (!decoding.ok) continue;
    const batch = coveredBatch(decoding.batch, level);
    if (batch !== decoding.batch) outbox.rewrite(waiting, encodeBatch(batch, brotli));
  }
}

/**
 * What `level` covers of a batch; it stays the same batch under the same id. Under `off` it stays as it is, because
 * nothing is sent then and nobody knows yet what will be.
 */
export function coveredBatch(batch: Batch, level: Level): Batch {
  if (level === 'off' || covers(level, batch.envelope.level)) return batch;
  const { logs, organisation, configuration } = noFindings;
  return { ...batch, envelope: { ...batch.envelope, level }, logs, organisation, configuration };
}
