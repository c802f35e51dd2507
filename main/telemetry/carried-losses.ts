import { z } from 'zod/mini';
import { type Dropped, dropReasons } from '../../app/telemetry/registry.ts';
import { attempt, type Disk, writeWhole } from '../disk.ts';

const count = z.int().check(z.gte(0), z.lte(4_294_967_295));
const fileSchema = z.strictObject({
  /** The session that reports them; a file meant for an earlier one was reported already. */
  session: count,
  dropped: z.partialRecord(z.enum(dropReasons), count),
});

/**
 * Losses that happened when no session was open to count them, such as batches dropped from a full outbox at quit.
 * They are reported by the next session, once.
 */
export class CarriedLosses {
  readonly #disk: Disk;
  readonly #file: string;

  constructor(disk: Disk, file: string) {
    this.#disk = disk;
    this.#file = file;
  }

  /** Adds losses for session `session` to report. A disk that refuses loses the count, never the program. */
  add(session: number, losses: Dropped): void {
    const dropped: Record<string, number> = { ...this.#read(session) };
    for (const [reason, more] of Object.entries(losses)) dropped[reason] = (dropped[reason] ?? 0) + more;
    attempt(() => writeWhole(this.#disk, this.#file, Buffer.from(JSON.stringify({ session, dropped }))));
  }

  /** Hands what session `session` has to report to `report`, and forgets it only then. */
  report(session: number, report: (losses: Dropped) => void): void {
    report(this.#read(session));
    // A file that stays is not taken for its own by a later session.
    attempt(() => this.#disk.remove(this.#file));
  }

  #read(session: number): Dropped {
    try {
      const content = fileSchema.parse(JSON.parse(this.#disk.read(this.#file).toString('utf8')));
      return content.session === session ? (content.dropped as Dropped) : {};
    } catch {
      return {};
    }
  }
}
