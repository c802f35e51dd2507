import type { Metrics } from '../../app/finder/device.ts';
import type { SampledId, SourceValues } from './source.ts';

const figureIds = ['cpu', 'memory', 'disks', 'network', 'pressure'] as const satisfies readonly SampledId[];
type FigureId = (typeof figureIds)[number];

/** Whether a source gives figures of the whole system. */
export function isFigure(id: SampledId): id is FigureId {
  return (figureIds as readonly SampledId[]).includes(id);
}

interface Figures {
  take(id: SampledId, value: SourceValues[SampledId]): void;
  /** It could not be read: what was read before is not of the present. */
  lose(id: SampledId): void;
  metrics(at: number): Metrics;
}

/** The figures of the system put together from their sources; each one that is not known is missing by itself. */
export function createFigures(): Figures {
  const values: Partial<Pick<SourceValues, FigureId>> = {};
  return {
    take(id, value) {
      if (isFigure(id)) Object.assign(values, { [id]: value });
    },
    lose(id) {
      if (isFigure(id)) delete values[id];
    },
    metrics: (at) => ({
      at,
      cpu: values.cpu ?? null,
      memoryUsed: values.memory?.used ?? null,
      memoryTotal: values.memory?.total ?? null,
      diskRead: values.disks?.inward ?? null,
      diskWrite: values.disks?.outward ?? null,
      networkReceived: values.network?.inward ?? null,
      networkSent: values.network?.outward ?? null,
      pressure: values.pressure ?? null,
    }),
  };
}
