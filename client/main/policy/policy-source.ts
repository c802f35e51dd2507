import { readManagedPreferences } from './managed-preferences.ts';
import type { PolicyReading } from './policy-document.ts';
import { readPolicyFile } from './policy-file.ts';
import type { PolicyPlace } from './policy-place.ts';
import type { ReadFiles, RunProcess } from './ports.ts';
import { readRegistryPolicy } from './registry.ts';

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
