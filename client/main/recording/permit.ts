import type { Clock } from '../../node/platform.ts';
import { RECORDING_FRESH_MS } from '../limits.ts';

interface PermitParts {
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Whether a session is being collected. */
  readonly isCollecting: () => boolean;
  /** What is decided now; it takes several looks at the disk. */
  readonly isAllowed: () => boolean;
}

/**
 * Whether something may be recorded. For the session under way still holds what was decided a short time ago: a No, and
 * a change of the policy that is seen, end it themselves, and every request is decided anew.
 */
export class Permit {
  readonly #parts: PermitParts;
  /** Monotonic time at which it was last decided that it may. */
  #allowedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: PermitParts) {
    this.#parts = parts;
  }

  get isGiven(): boolean {
    const { clock, isCollecting, isAllowed } = this.#parts;
    const now = clock.monotonic();
    if (isCollecting() && now - this.#allowedAt < RECORDING_FRESH_MS) return true;
    if (!isAllowed()) return false;
    this.#allowedAt = now;
    return true;
  }
}
