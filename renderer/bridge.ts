import type { Bridge } from '../app/ipc/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload script; the only way out of the page. */
    readonly candor: Bridge;
  }
}

export type { Bridge };
