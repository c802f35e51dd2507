import fs, { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { allowedLevel, judgePolicy } from '../../../../client/main/policy/policy-document.ts';
import { readPolicyFile } from '../../../../client/main/policy/policy-file.ts';
import type { ReadFiles } from '../../../../client/main/policy/run-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Who runs the tests. */
export const owner = process.getuid?.() ?? -1;

/** A place for a policy, in a folder that does not exist yet unless `content` is given. */
export function place(content?: string | Uint8Array) {
  const file = path.join(temporaryFolder(), 'candor-finder', 'policy.json');
  if (content !== undefined) put(file, content);
  return { kind: 'file', file, owner } as const;
}

export function put(file: string, content: string | Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(path.dirname(file), 0o755);
  chmodSync(file, 0o644);
}

/** The level that the policy there allows. */
export const allowed = (at: ReturnType<typeof place>, files: ReadFiles = fs) =>
  allowedLevel(judgePolicy(readPolicyFile(files, at)));
