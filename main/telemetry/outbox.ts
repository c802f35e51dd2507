import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Envelope } from '../../app/telemetry/registry.ts';
import { MAX_OUTBOX_AGE_MS, MAX_OUTBOX_BYTES } from './limits.ts';

/** A batch that waits on disk; the file holds the very bytes that are uploaded. */
export interface WaitingBatch {
  readonly id: string;
  readonly session: number;
  readonly sequence: number;
  readonly bytes: number;
  /** UTC milliseconds at which it was sealed. */
  readonly sealedAt: number;
  readonly file: string;
}

/** "0000000012-00000-<batch id>.batch"; parts of a split batch have ".0", ".1" … after the sequence. */
const fileName = /^(\d{10})-(\d{5})((?:\.\d)*)-([0-9a-f-]{36})\.batch$/;

/** What waits to be sent: one file a batch, in the order in which they are sent. */
export class Outbox {
  readonly #directory: string;
  readonly #asideDirectory: string;

  /** @param asideDirectory where batches go that cannot be sent and must not be lost. */
  constructor(directory: string, asideDirectory: string) {
    this.#directory = directory;
    this.#asideDirectory = asideDirectory;
  }

  /**
   * Adds a batch and forces it to the disk. Adding the same batch again replaces it by itself.
   * @param part for a part of a split batch: its place below the parent, such as ".0.1".
   */
  add(envelope: Pick<Envelope, 'batch' | 'session' | 'sequence'>, bytes: Uint8Array, part = ''): void {
    mkdirSync(this.#directory, { recursive: true, mode: 0o700 });
    const order = `${String(envelope.session).padStart(10, '0')}-${String(envelope.sequence).padStart(5, '0')}${part}`;
    const file = path.join(this.#directory, `${order}-${envelope.batch}.batch`);
    const unfinished = `${file}.tmp`;
    const descriptor = openSync(unfinished, 'w', 0o600);
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(descriptor, bytes, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, file);
    syncDirectory(this.#directory);
  }

  /** Oldest first. */
  list(): WaitingBatch[] {
    return listFiles(this.#directory)
      .sort()
      .flatMap((name) => {
        const match = fileName.exec(name);
        const stats = match && statSync(path.join(this.#directory, name), { throwIfNoEntry: false });
        if (!match || !stats) return [];
        const [, session, sequence, , id = ''] = match;
        const file = path.join(this.#directory, name);
        return [
          {
            id,
            session: Number(session),
            sequence: Number(sequence),
            bytes: stats.size,
            sealedAt: stats.mtimeMs,
            file,
          },
        ];
      });
  }

  /** The place of a part below its parent, from the file's name. */
  partOf(batch: WaitingBatch): string {
    return fileName.exec(path.basename(batch.file))?.[3] ?? '';
  }

  read(batch: WaitingBatch): Uint8Array {
    return readFileSync(batch.file);
  }

  remove(batch: WaitingBatch): void {
    rmSync(batch.file, { force: true });
  }

  /** Moves a batch away that can never be sent, so that a developer can look at it. */
  setAside(batch: WaitingBatch): void {
    moveAside(batch.file, this.#asideDirectory);
  }

  /** Removes what a crash left half written; its session's log is still there and is sealed again. */
  removeUnfinished(): void {
    for (const name of listFiles(this.#directory)) {
      if (name.endsWith('.tmp')) rmSync(path.join(this.#directory, name), { force: true });
    }
  }

  /** Drops what is too old, then the oldest until the rest fits. Returns how many batches went, by reason. */
  enforceLimits(now: number): { expired: number; full: number } {
    const gone = { expired: 0, full: 0 };
    const kept = this.list().filter((batch) => {
      if (now - batch.sealedAt <= MAX_OUTBOX_AGE_MS) return true;
      this.remove(batch);
      gone.expired++;
      return false;
    });
    let total = kept.reduce((sum, batch) => sum + batch.bytes, 0);
    for (const batch of kept) {
      if (total <= MAX_OUTBOX_BYTES) break;
      this.remove(batch);
      total -= batch.bytes;
      gone.full++;
    }
    return gone;
  }
}

/** Names in a folder; none when the folder does not exist. */
export function listFiles(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Moves a file into the folder of what was set aside. */
export function moveAside(file: string, directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  renameSync(file, path.join(directory, path.basename(file)));
}

/** Makes a rename durable; Windows has no such call and needs none. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
