import { rmSync } from 'node:fs';
import path from 'node:path';
import { encodeBatch } from '../../app/telemetry/batch-codec.ts';
import { listFiles, moveAside, type Outbox } from './outbox.ts';
import { brotli, sha256 } from './platform-codec.ts';
import { sealSession } from './seal.ts';
import { readSessionLog } from './session-log.ts';

interface SealerOptions {
  /** Folder of the session logs. */
  readonly sessions: string;
  /** Folder of what cannot be read and must not be lost. */
  readonly aside: string;
  readonly outbox: Outbox;
}

/** Turns session logs on the disk into batches in the outbox. */
export class Sealer {
  readonly #options: SealerOptions;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  /** Seals the sessions that an earlier run left behind, oldest first. */
  sealAll(): void {
    const { sessions } = this.#options;
    for (const name of listFiles(sessions).sort()) {
      if (name.endsWith('.log')) this.seal(path.join(sessions, name));
    }
  }

  /**
   * Seals one session. Its log is deleted only when all its batches are on the disk; one that is damaged is set aside
   * instead. Never throws: with a full disk the log stays and is sealed at the next start.
   */
  seal(log: string): void {
    const { outbox, aside } = this.#options;
    try {
      const session = readSessionLog(log);
      for (const batch of session ? sealSession(session, sha256) : []) {
        outbox.add(batch.envelope, encodeBatch(batch, brotli));
      }
      if (session && !session.damaged) rmSync(log, { force: true });
      else moveAside(log, aside);
    } catch {
      // See above: the log is still there.
    }
  }
}
