import path from 'node:path';
import { decodeColumns } from '../../app/telemetry/batch-codec.ts';
import type { Disk } from '../disk.ts';
import type { Outbox } from './outbox.ts';
import { brotli } from './platform-codec.ts';
import { readSessionLog } from './session-log.ts';

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
 * it is. @throws when the disk refuses.
 */
export function forgetInstallation({ disk, outbox, sessions, aside }: Places, installation: string): void {
  for (const batch of outbox.list()) {
    const decoding = decodeColumns(outbox.read(batch), brotli);
    if (decoding.ok && decoding.batch.envelope.installation === installation) outbox.remove(batch);
  }
  for (const name of disk.names(sessions)) {
    const log = path.join(sessions, name);
    if (readSessionLog(disk, log)?.header.envelope.installation === installation) disk.remove(log);
  }
  disk.removeFolder(aside);
}
