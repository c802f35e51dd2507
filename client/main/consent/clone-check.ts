import { createHmac } from 'node:crypto';
import { debug } from '../../core/debug.ts';
import type { Randomness } from '../../node/platform.ts';
import { attempt } from '../files/disk.ts';
import type { ValueStore } from '../store/open-store.ts';
import { hasChangingMachine, type Identity, onChangingMachine, onOtherMachine } from './identity.ts';

interface CloneCheckOptions {
  readonly identity: ValueStore<Identity>;
  /** The system's id of this machine. */
  readonly machineId: () => Promise<string | undefined>;
  /** Asked again when the machine has answered: a No may have come meanwhile. */
  readonly isAllowed: () => boolean;
  /** The profile is on another machine than before, and this is who it is there. @throws when the disk refuses. */
  readonly onClone: (next: Identity) => void;
  readonly random: Randomness;
}

/**
 * Ties a new installation to its machine, and notices one that came from another. A machine whose id cannot be read ties
 * and notices nothing; one whose id changes at each boot is known by the second change, and not looked at any more.
 */
export class CloneCheck {
  readonly #options: CloneCheckOptions;
  #running: Promise<void> | undefined;

  constructor(options: CloneCheckOptions) {
    this.#options = options;
  }

  /** Whether the present installation has no mark of its machine yet. */
  get isDue(): boolean {
    const identity = this.#options.identity.get();
    return identity.cloneMark === undefined && !hasChangingMachine(identity);
  }

  /** A profile that cannot be written is checked again the next time. */
  run(): Promise<void> {
    this.#running ??= this.#compare().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #compare(): Promise<void> {
    const { identity, machineId, isAllowed, onClone, random } = this.#options;
    if (hasChangingMachine(identity.get())) return;
    const id = await machineId();
    if (id === undefined || !isAllowed()) return;
    const known = identity.get();
    const mark = cloneMark(id, known.installation);
    if (known.cloneMark === mark) return;
    if (known.cloneMark === undefined) {
      attempt(() => identity.set({ ...known, cloneMark: mark }));
      return;
    }
    const next = onOtherMachine(known, random);
    debug('client', 'machine-changed', { recognised: next === undefined });
    attempt(() => (next ? onClone(next) : identity.set(onChangingMachine(known))));
  }
}

/** A mark that ties an installation to its machine without telling which machine that is. */
export function cloneMark(machineId: string, installation: string): string {
  return createHmac('sha256', installation).update(machineId).digest('hex');
}
