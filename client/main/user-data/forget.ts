import path from 'node:path';
import { decodeColumns } from '../../core/batch/batch-codec.ts';
import { type Disk, withEach } from '../files/disk.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { brotli } from '../recording/platform-codec.ts';
import { readSessionLog } from '../recording/session-log.ts';

interface Places {
  readonly disk: Disk;
  readonly outbox: Outbox;
  /** Folder of the session logs. */
  readonly sessions: string;
  /** Folder of what was set aside. */
  readonly aside: string;
}

/**
 * Deletes what waits of an installation, and all that was set aside: some of that cannot be read, so nobody can say whose
 * it is. What the disk refuses keeps nothing else. @throws when it refuses.
 */
export function forgetInstallation({ disk, outbox, sessions, aside }: Places, installation: string): void {
  const batches = () =>
    withEach(outbox.list(), (batch) => {
      const decoding = decodeColumns(outbox.read(batch), brotli);
      if (decoding.ok && decoding.batch.envelope.installation === installation) outbox.remove(batch);
    });
  const logs = () =>
    withEach(disk.names(sessions), (name) => {
      const log = path.join(sessions, name);
      if (readSessionLog(disk, log)?.header.envelope.installation === installation) disk.remove(log);
    });
  withEach([batches, logs, () => disk.removeFolder(aside)], (part) => part());
}
