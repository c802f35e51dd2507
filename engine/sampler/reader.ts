import type { Metrics } from '../../app/finder/device.ts';
import type { Process } from '../../app/finder/process.ts';

/** Reads this computer; each platform has one. */
export interface Reader {
  /** The running programs with CPU shares since the call before. @throws when they cannot be listed. */
  processes(): Promise<Process[]>;
  /** The figures since the call before; `undefined` at the first call, when rates are not known yet. */
  metrics(): Promise<Metrics | undefined>;
  /** Sampling begins: get ready what makes it quick. */
  begin?(): void;
  /** Sampling rests: let go of it. */
  rest?(): void;
}
