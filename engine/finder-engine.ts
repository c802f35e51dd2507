import type { ProcessErrors } from 'candor-client/node';
import type { DeviceReport } from '../app/finder/device.ts';
import { type EngineReport, type EngineRequest, engineRequestSchema } from '../app/finder/engine.ts';
import type { Sampler } from './sampler/sampler.ts';
import { sourceFailure } from './sampler/source.ts';

interface FinderEngineParts {
  readonly sampler: Sampler;
  readonly device: () => Promise<DeviceReport>;
  readonly report: (report: EngineReport) => void;
  readonly errors: ProcessErrors;
}

interface FinderEngine {
  /** Takes a message from main. One that is no request is not answered, only counted. */
  receive(message: unknown): void;
  /** Messages that were no requests. */
  readonly refused: number;
}

/** What the engine's process does with the requests of main. */
export function createFinderEngine({ sampler, device, report, errors }: FinderEngineParts): FinderEngine {
  let refused = 0;

  async function reportDevice(): Promise<void> {
    try {
      report({ kind: 'device', report: await device() });
    } catch (error) {
      errors.report(error, 'caught');
      report({ kind: 'failed', what: 'device', reason: sourceFailure(error) });
    }
  }

  const actions = {
    watch: () => sampler.watch(),
    rest: () => sampler.rest(),
    refresh: () => sampler.refresh(),
    device: () => void reportDevice(),
    collect: ({ on }) => errors.setCollecting(on),
  } satisfies { [K in EngineRequest['kind']]: (request: Extract<EngineRequest, { kind: K }>) => void };

  return {
    receive(message) {
      const request = engineRequestSchema.safeParse(message);
      if (request.success) (actions[request.data.kind] as (request: EngineRequest) => void)(request.data);
      else refused += 1;
    },
    get refused() {
      return refused;
    },
  };
}
