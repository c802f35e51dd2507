import type { Bridge, Contract } from '../core/ipc/channel.ts';
import type { ClientBridge } from '../core/ipc/contract.ts';

/**
 * The bridge that the product's preload script exposes: `bridge<typeof channels>()` knows the product's own channels
 * beside the client's.
 */
export function bridge<C extends Contract = Record<never, never>>(): ClientBridge & Bridge<C> {
  return (window as unknown as { readonly candor: ClientBridge & Bridge<C> }).candor;
}
