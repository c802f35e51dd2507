import { attempt } from '../files/disk.ts';
import type { ValueStore } from '../store/open-store.ts';
import type { Identity } from './identity-schema.ts';

/**
 * Versions of the product for which the collector has ended the program. The running one is remembered in the identity,
 * by its number: an upgrade is not ended. Others, whose batches still waited, are remembered for the run; a later run
 * asks the collector again.
 */
export class EndedVersions {
  readonly #identity: ValueStore<Identity>;
  readonly #running: string;
  /** For this run, even if the disk refuses to store it. */
  readonly #known = new Set<string>();

  constructor(identity: ValueStore<Identity>, running: string) {
    this.#identity = identity;
    this.#running = running;
  }

  has(version: string): boolean {
    return this.#known.has(version) || this.#identity.get().endedFor === version;
  }

  /** @returns whether it is the running one, for which everything ends. Never throws. */
  add(version: string): boolean {
    this.#known.add(version);
    if (version !== this.#running) return false;
    attempt(() => this.#identity.set({ ...this.#identity.get(), endedFor: version }));
    return true;
  }
}
