import type { Bridge, Contract } from '../../core/ipc/channel.ts';

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
