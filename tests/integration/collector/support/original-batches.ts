import { commandIds } from '../../../../app/commands/catalogue.ts';
import type { Batch } from '../../../../client/core/batch/batch.ts';
import { commandSources } from '../../../../client/core/registry/sources.ts';
import { fullReports } from '../../../support/full-reports.ts';
import { someBatch } from './batches.ts';
import type { Random } from './random.ts';

/** Batches of several kinds, of which mutants are made. */
export function originalBatches(random: Random): Batch[] {
  const usage = Array.from({ length: 300 }, (_, index) => ({
    command: random.pick(commandIds),
    source: random.pick(commandSources),
    time: index * 60,
  }));
  return [
    someBatch(),
    someBatch({ usage: [], dropped: { refused: 1 } }),
    someBatch({ usage: usage.slice(0, 24), envelope: { end: 'continues' } }),
    someBatch({ usage, dropped: { 'disk-full': 70_000, 'log-damaged': 3 } }),
    someBatch({ envelope: { level: 'enhanced' }, reports: fullReports }),
    someBatch({ envelope: { level: 'enhanced', end: 'killed' }, usage: usage.slice(0, 9), reports: fullReports }),
  ];
}
