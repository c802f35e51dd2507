import type { DeviceReport } from '../../app/finder/device.ts';
import { type EngineReport, type EngineRequest, engineRequestSchema } from '../../app/finder/engine.ts';
import type { Sampler } from './sampler/sampler.ts';

export interface FinderEngineParts {
  readonly sampler: Sampler;
  readonly device: () => Promise<DeviceReport>;
  readonly report: (report: EngineReport) => void;
}

export interface FinderEngine {
  /** Takes a message from main. One that is no request is not answered, only counted. */
  receive(message: unknown): void;
  /** Messages that were no requests. */
  readonly refused: number;
}

/** What the engine's process does with the requests of main. */
export function createFinderEngine({ sampler, device, report }: FinderEngineParts): FinderEngine {
  let refused = 0;

  async function reportDevice(): Promise<void> {
    try {
      report({ kind: 'device', report: await device() });
    } catch {
      report({ kind: 'failed', what: 'device' });
    }
  }

  const actions = {
    watch: () => sampler.watch(),
    rest: () => sampler.rest(),
    refresh: () => sampler.refresh(),
    device: () => void reportDevice(),
  } satisfies Record<EngineRequest['kind'], () => void>;

  return {
    receive(message) {
      const request = engineRequestSchema.safeParse(message);
      if (request.success) actions[request.data.kind]();
      else refused += 1;
    },
    get refused() {
      return refused;
    },
  };
}
