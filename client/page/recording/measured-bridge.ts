import type { Bridge, Contract } from '../../core/ipc/channel.ts';
import type { WindowMeasures } from './window-measures.ts';

type CallMeasures = Pick<WindowMeasures<'ipc.round-trip', 'ipc.calls' | 'ipc.failures'>, 'measure' | 'count'>;

/**
 * What the program itself says to main is never measured: a message about messages would never end, and what people do
 * in the program's dialogs is no usage.
 */
const ownChannels = /^(?:usage|program)\./;

/** The bridge with every call to main timed and counted. */
export function measuredBridge<C extends Contract>(bridge: Bridge<C>, measures: CallMeasures): Bridge<C> {
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

function call<T>(measures: CallMeasures, invoke: () => Promise<T>): Promise<T> {
  measures.count('ipc.calls');
  // Handed on as the derived promise, so that a failure which nobody handles is still reported as unhandled.
  return measures.measure('ipc.round-trip', invoke).catch((error: unknown) => {
    measures.count('ipc.failures');
    throw error;
  });
}

/**
 * The bridge with every listener's errors reported in the page. A listener is called by the preload script, and what it
 * throws there is lost to the page: no event of the window tells of it, and across the bridge its class is gone.
 */
export function guardedBridge<C extends Contract>(bridge: Bridge<C>): Bridge<C> {
  return {
    invoke: bridge.invoke,
    on: (channel, listener) =>
      bridge.on(channel, (payload) => {
        try {
          listener(payload);
        } catch (error) {
          reportError(error);
        }
      }),
  };
}
