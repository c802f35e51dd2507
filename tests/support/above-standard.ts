import type { Batch } from '../../client/core/batch/batch.ts';

/** What a batch holds that the standard level does not cover. */
export function aboveStandard({ logs, organisation, configuration }: Batch): unknown[] {
  return [...logs, ...Object.keys(organisation), ...Object.keys(configuration)];
}
