import path from 'node:path';
import type { Batch } from '../../core/batch/batch.ts';
import { type CollectingLevel, covers, type Level } from '../../core/consent/levels.ts';
import type { Identity } from '../consent/identity.ts';
import { type Disk, withEach } from '../files/disk.ts';
import type { BatchCodec } from '../recording/platform-codec.ts';
import { readSessionLog } from '../recording/session-log.ts';
import type { ValueStore } from '../store/open-store.ts';
import type { Outbox, WaitingBatch } from './outbox.ts';

interface Waiting {
  readonly disk: Disk;
  readonly codec: BatchCodec;
  readonly identity: ValueStore<Identity>;
  readonly outbox: Outbox;
  /** Folder of what was set aside. */
  readonly aside: string;
}

/**
 * Deletes what waits of a level above this one, if the installation has collected at another. That comes before the
 * identity changes: a computer that fails in between does it again.
 * @throws when the disk refuses; no session may begin then, and nothing is sent of what is left.
 */
export function lowerWaiting({ disk, codec, identity, outbox, aside }: Waiting, level: CollectingLevel): void {
  const known = identity.get();
  if (known.level === level) return;
  lowerOutbox(outbox, codec, level);
  // Of what was set aside some cannot be read, so nobody can say what of it the level covers.
  const before = known.level;
  if (before && !covers(level, before)) disk.removeFolder(aside);
}

/**
 * Deletes from what waits everything that `level` does not cover: batches of a higher level stay, with what every level
 * covers. Those that cannot be decoded are left to the delivery, of this version or of the one that can.
 * @throws when the disk refuses; doing it again then finishes it.
 */
function lowerOutbox(outbox: Outbox, codec: BatchCodec, level: CollectingLevel): void {
  for (const waiting of outbox.list()) lowerOne(outbox, codec, waiting, level);
}

/** Brings one batch down to a level, if it is above it and can be decoded. @throws when the disk refuses. */
export function lowerOne(outbox: Outbox, codec: BatchCodec, waiting: WaitingBatch, level: Level): void {
  const decoding = codec.decode(outbox.read(waiting));
  if (!decoding.ok) return;
  const batch = coveredBatch(codec, decoding.batch, level);
  if (batch !== decoding.batch) outbox.rewrite(waiting, codec.encode(batch));
}

/**
 * What `level` covers of a batch; it stays the same batch under the same id. Under `off` it stays as it is, because
 * nothing is sent then and nobody knows yet what will be.
 */
export function coveredBatch({ format }: BatchCodec, batch: Batch, level: Level): Batch {
  return level === 'off' ? batch : format.covered(batch, level);
}

interface Places {
  readonly disk: Disk;
  readonly codec: BatchCodec;
  readonly outbox: Outbox;
  /** Folder of the session logs. */
  readonly sessions: string;
  /** Folder of what was set aside. */
  readonly aside: string;
}

/**
 * Deletes what waits of an installation, and all that cannot be read, so that nobody can say whose it is: what was set
 * aside, and batches of a newer version. What the disk refuses keeps nothing else. @throws when it refuses.
 */
export function forgetInstallation({ disk, codec, outbox, sessions, aside }: Places, installation: string): void {
  const batches = () =>
    withEach(outbox.list(), (batch) => {
      const decoding = codec.decodeColumns(outbox.read(batch));
      if (!decoding.ok || decoding.batch.envelope.installation === installation) outbox.remove(batch);
    });
  const logs = () =>
    withEach(disk.names(sessions), (name) => {
      const log = path.join(sessions, name);
      if (readSessionLog(disk, log, codec.format)?.header.envelope.installation === installation) disk.remove(log);
    });
  withEach([batches, logs, () => disk.removeFolder(aside)], (part) => part());
}
