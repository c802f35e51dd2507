import type { Client } from 'candor-client/main';
import type { KeptAnswers, SamplingCycle } from '../../app/finder/engine.ts';
import type { finder } from '../../app/finder/product.ts';

type Measures = Pick<Client<typeof finder.words>['measures'], 'worked' | 'counted'>;

/** Records how a look at this computer went. */
export function sampled(measures: Measures, { milliseconds, failed, rows, skipped }: SamplingCycle): void {
  measures.worked('sampling.cycle', failed ? 'failed' : 'ok', {
    milliseconds,
    rows,
    counts: { 'finder.rows-sampled': rows, 'finder.samples-skipped': skipped },
  });
}

/** Records how many answers about this device were known already. */
export function answered(measures: Measures, { kept, asked }: KeptAnswers): void {
  measures.counted({ 'cache.hits': kept, 'cache.misses': asked });
}
