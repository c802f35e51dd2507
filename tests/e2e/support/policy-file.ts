import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where a test keeps the policy of its computer; the app is told by CANDOR_POLICY_FILE. */
export const policyIn = (folder: string) => path.join(folder, 'machine', 'candor-finder', 'policy.json');

/** Writes a policy as an administrator's own tools do. */
export function writePolicy(folder: string, policy: object): string {
  const file = policyIn(folder);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(policy));
  chmodSync(path.dirname(file), 0o755);
  chmodSync(file, 0o644);
  return file;
}
