import type { ClientBridge } from '../core/ipc/contract.ts';

/** The bridge that the product's preload script exposes; its own channels are no matter of the client's. */
export function bridge(): ClientBridge {
  return (window as unknown as { readonly candor: ClientBridge }).candor;
}
