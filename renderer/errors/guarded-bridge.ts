import type { Bridge } from '../../app/ipc/contract.ts';

/**
 * The bridge with every listener's errors reported in the page. A listener is called by the preload script, and what it
 * throws there is lost to the page: no event of the window tells of it, and across the bridge its class is gone.
 */
export function guardedBridge(bridge: Bridge): Bridge {
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
