import { attempt } from '../disk.ts';
import type { ValueStore } from '../store/open-store.ts';
import { cloneMark } from './clone.ts';
import type { Identity } from './identity.ts';

interface CloneCheckOptions {
  readonly identity: ValueStore<Identity>;
  /** The system's id of this machine. */
  readonly machineId: () => Promise<string | undefined>;
  /** Asked again when the machine has answered: a No may have come meanwhile. */
  readonly isAllowed: () => boolean;
  /** The installation came from another machine. @throws when the disk refuses. */
  readonly onClone: () => void;
}

/** Ties a new installation to its machine, and notices one that came from another. */
export class CloneCheck {
  readonly #options: CloneCheckOptions;
  #running: Promise<void> | undefined;

  constructor(options: CloneCheckOptions) {
    this.#options = options;
  }

  /** Whether the present installation has no mark of its machine yet. */
  get isDue(): boolean {
    return this.#options.identity.get().cloneMark === undefined;
  }

  /** A profile that cannot be written is checked again the next time. */
  run(): Promise<void> {
    this.#running ??= this.#compare().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #compare(): Promise<void> {
    const { identity, machineId, isAllowed, onClone } = this.#options;
    const id = await machineId();
    if (id === undefined || !isAllowed()) return;
    const known = identity.get();
    const mark = cloneMark(id, known.installation);
    if (known.cloneMark === undefined) attempt(() => identity.set({ ...known, cloneMark: mark }));
    else if (known.cloneMark !== mark) attempt(onClone);
  }
}
