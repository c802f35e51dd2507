import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../../app/finder/product.ts';
import type { CollectingLevel } from '../../../client/core/consent/levels.ts';
import { NOTICE_VERSION } from '../../../client/core/consent/notice.ts';
import { decide, undecided } from '../../../client/core/consent/record.ts';
import { releaseLine } from '../../../client/core/product/product.ts';
import type { Identity } from '../../../client/main/consent/identity.ts';
import { participationFolder } from '../../../client/main/files/profile-folders.ts';

/** Writes a profile whose user has said Yes in an earlier run, so that a test need not wait for the popup. */
export function agreeTo(profile: string, level: CollectingLevel = 'standard'): void {
  const folder = participationFolder(profile, finder.id);
  mkdirSync(folder, { recursive: true });
  const decision = {
    answer: 'yes',
    level,
    from: 'popup',
    at: new Date().toISOString(),
    releaseLine: releaseLine(finder.version),
    notice: NOTICE_VERSION,
  } as const;
  write(folder, 'consent', decide(undecided, decision));
  write(folder, 'identity', someIdentity());
}

/** Writes a profile whose user has said No in an earlier run. */
export function decline(profile: string): void {
  const folder = participationFolder(profile, finder.id);
  mkdirSync(folder, { recursive: true });
  const decision = {
    answer: 'no',
    from: 'popup',
    at: new Date().toISOString(),
    releaseLine: releaseLine(finder.version),
    notice: NOTICE_VERSION,
  } as const;
  write(folder, 'consent', decide(undecided, decision));
  write(folder, 'identity', someIdentity());
}

const someIdentity = (): Identity => ({
  installation: randomUUID(),
  key: randomBytes(32).toString('base64url'),
  former: [],
  sessions: 0,
  runs: 0,
});

function write(folder: string, name: string, value: unknown): void {
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify({ format: 1, value }));
}
