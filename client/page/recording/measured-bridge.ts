import type { Bridge, Contract } from '../../core/ipc/channel.ts';
import type { WindowMeasures } from './window-measures.ts';

/**
 * What the program itself says to main is never measured: a message about messages would never end, and what people do
 * in the program's dialogs is no usage.
 */
const ownChannels = /^(?:usage|program)\./;

/** The bridge with every call to main timed and counted. */
export function measuredBridge<C extends Contract>(
  bridge: Bridge<C>,
  measures: Pick<WindowMeasures, 'measure' | 'count'>,
): Bridge<C> {
  return {
    on: bridge.on,
    invoke: (channel, ...request) =>
      isMeasured(channel)
        ? call(measures, () => bridge.invoke(channel, ...request))
        : bridge.invoke(channel, ...request),
  };
}

function isMeasured(channel: string): boolean {
  return !ownChannels.test(channel);
}

function call<T>(measures: Pick<WindowMeasures, 'measure' | 'count'>, invoke: () => Promise<T>): Promise<T> {
  measures.count('ipc.calls');
  // Handed on as the derived promise, so that a failure which nobody handles is still reported as unhandled.
  return measures.measure('ipc.round-trip', invoke).catch((error: unknown) => {
    measures.count('ipc.failures');
    throw error;
  });
}
