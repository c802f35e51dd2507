import type { Batch } from '../../../client/core/batch/batch.ts';
import type { RunningCollector } from './fixtures.ts';

/** What the collector's storage holds of an installation, oldest session first. */
export async function received(collector: RunningCollector, installation: string): Promise<Batch[]> {
  await collector.settled();
  return await collector.installation(installation);
}

/** The uses in these batches, in order, without their times. */
export function eventsOf(batches: readonly Batch[]) {
  return batches.flatMap(({ envelope, usage }) =>
    usage.map(({ command, source }) => ({ session: envelope.session, command, source })),
  );
}
