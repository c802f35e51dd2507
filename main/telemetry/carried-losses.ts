import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod/mini';
import { type Dropped, dropReasons } from '../../app/telemetry/registry.ts';

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
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Adds losses for session `session` to report. A disk that refuses loses the count, never the program. */
  add(session: number, losses: Dropped): void {
    const dropped: Record<string, number> = { ...this.#read(session) };
    for (const [reason, more] of Object.entries(losses)) dropped[reason] = (dropped[reason] ?? 0) + more;
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
      writeFileSync(this.#file, JSON.stringify({ session, dropped }), { mode: 0o600 });
    } catch {
      // Nothing more can be done without a disk.
    }
  }

  /** What session `session` has to report; it is not given a second time. */
  takeFor(session: number): Dropped {
    const dropped = this.#read(session);
    rmSync(this.#file, { force: true });
    return dropped;
  }

  #read(session: number): Dropped {
    try {
      const content = fileSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      return content.session === session ? (content.dropped as Dropped) : {};
    } catch {
      return {};
    }
  }
}
