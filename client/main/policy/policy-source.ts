import path from 'node:path';
import { levels } from '../../core/consent/levels.ts';
import { swallowed } from '../../core/debug.ts';
import { allowedLevel, judgePolicy, MAX_POLICY_BYTES, type PolicyReading } from './policy-document.ts';
import { isTrusted, readPolicyFile } from './policy-file.ts';
import type { PolicyPlace } from './policy-place.ts';
import { readRegistryPolicy } from './registry.ts';
import type { ProcessResult, ReadFiles, RunProcess } from './run-process.ts';

/** How the policy is read: at once, for each decision; or by a process of the system, which nothing waits for. */
export type PolicySource =
  | { readonly kind: 'immediate'; readonly read: () => PolicyReading; readonly file: string }
  | { readonly kind: 'slow'; readonly read: () => Promise<PolicyReading> };

export function policySource(place: PolicyPlace, fs: ReadFiles, run: RunProcess): PolicySource {
  switch (place.kind) {
    case 'file':
      return { kind: 'immediate', read: () => readPolicyFile(fs, place), file: place.file };
    case 'registry':
      return { kind: 'slow', read: () => readRegistryPolicy(run, place.system, place.key) };
    case 'managed-preferences':
      return { kind: 'slow', read: () => readManagedPreferences(fs, run, place.files) };
  }
}

const PLUTIL = '/usr/bin/plutil';

/** What `plutil -convert json -o - FILE` came to. It refuses plists with dates or raw data, which a policy has not. */
export function parsePlutil({ exitCode, output }: ProcessResult, trusted: boolean): PolicyReading {
  if (exitCode !== 0) return { status: 'damaged', problem: 'it cannot be read' };
  try {
    return { status: 'read', fields: JSON.parse(output) as unknown, trusted };
  } catch (error) {
    swallowed('policy', 'parse-plist', error);
    return { status: 'damaged', problem: 'it is not JSON' };
  }
}

/** Of policies for the computer and for its user, the one that allows less holds; of equals the first. */
export function strictest(readings: readonly PolicyReading[]): PolicyReading {
  const rank = (reading: PolicyReading) => {
    const allowed = allowedLevel(judgePolicy(reading));
    return allowed === undefined ? levels.length : levels.indexOf(allowed);
  };
  return readings.reduce((kept, next) => (rank(next) < rank(kept) ? next : kept), { status: 'none' });
}

/**
 * Reads what a device management profile has set on macOS. Without a profile no process is started.
 * @param files the computer's and the user's, each written by the system and owned by root.
 */
export async function readManagedPreferences(
  fs: Pick<ReadFiles, 'statSync'>,
  run: RunProcess,
  files: readonly string[],
): Promise<PolicyReading> {
  return strictest(await Promise.all(files.map((file) => readPlist(fs, run, file))));
}

async function readPlist(fs: Pick<ReadFiles, 'statSync'>, run: RunProcess, file: string): Promise<PolicyReading> {
  try {
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    if (!stats) return { status: 'none' };
    if (!stats.isFile()) return { status: 'damaged', problem: 'it is not a file' };
    if (stats.size > MAX_POLICY_BYTES) return { status: 'damaged', problem: 'it is too large' };
    const trusted = isTrusted(stats, fs.statSync(path.dirname(file)), 0);
    return parsePlutil(await run(PLUTIL, ['-convert', 'json', '-o', '-', file]), trusted);
  } catch (error) {
    swallowed('policy', 'read-managed-preferences', error);
    return { status: 'damaged', problem: 'it cannot be read' };
  }
}
