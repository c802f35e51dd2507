import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { NOTICE_VERSION } from '../../../app/consent/notice.ts';
import { decide, undecided } from '../../../app/consent/record.ts';
import { finder, releaseLine } from '../../../app/product.ts';

/** Writes a profile whose user has said Yes in an earlier run, so that a test need not wait for the popup. */
export function agreeTo(profile: string): void {
  mkdirSync(profile, { recursive: true });
  const decision = {
    answer: 'yes',
    level: 'standard',
    from: 'popup',
    at: new Date().toISOString(),
    releaseLine: releaseLine(finder.version),
    notice: NOTICE_VERSION,
  } as const;
  const identity = { installation: randomUUID(), key: randomBytes(32).toString('base64url'), sessions: 0 };
  write(profile, 'consent', decide(undecided, decision));
  write(profile, 'identity', identity);
}

function write(profile: string, name: string, value: unknown): void {
  writeFileSync(path.join(profile, `${name}.json`), JSON.stringify({ format: 1, value }));
}
