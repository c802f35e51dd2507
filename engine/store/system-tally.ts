import { MINUTE_MS } from './days.ts';
import type { SystemFigures } from './observation.ts';
import type { SystemRow } from './schema.ts';
import { hundredths, kibibytes, Mean, whole } from './tally.ts';

const figures = [
  'cpu',
  'memoryUsed',
  'memoryTotal',
  'diskRead',
  'diskWrite',
  'networkReceived',
  'networkSent',
] as const satisfies readonly (keyof SystemFigures)[];

/** The computer as a whole over a minute: the mean of each figure over the time in which it was known. */
export class SystemTally {
  readonly #means = Object.fromEntries(figures.map((figure) => [figure, new Mean()])) as Record<
    (typeof figures)[number],
    Mean
  >;
  readonly #processes = new Mean();
  #watched = 0;

  add(milliseconds: number, metrics: SystemFigures | null, processes: number | null): void {
    this.#watched += milliseconds;
    if (metrics) for (const figure of figures) this.#means[figure].add(metrics[figure], milliseconds);
    this.#processes.add(processes, milliseconds);
  }

  /** The row of the minute that begins at that moment; none when nothing of it was watched. */
  row(moment: number): SystemRow[] {
    if (this.#watched <= 0) return [];
    const mean = (figure: (typeof figures)[number]) => this.#means[figure].mean;
    return [
      {
        moment,
        watched: Math.min(MINUTE_MS, Math.round(this.#watched)),
        cpu: hundredths(mean('cpu')),
        memory: kibibytes(mean('memoryUsed')),
        memory_total: kibibytes(mean('memoryTotal')),
        read: whole(mean('diskRead')),
        written: whole(mean('diskWrite')),
        received: whole(mean('networkReceived')),
        sent: whole(mean('networkSent')),
        processes: whole(this.#processes.mean),
      },
    ];
  }

  reset(): void {
    this.#watched = 0;
    this.#processes.reset();
    for (const figure of figures) this.#means[figure].reset();
  }
}
