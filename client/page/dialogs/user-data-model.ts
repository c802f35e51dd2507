import type { ShownBatch } from '../../core/ipc/program.ts';
import { type SessionOf, sessionsOf } from './shown-model.ts';

/** What is held under one installation ID. */
export interface UserDataInstallation {
  readonly installation: string;
  /** Newest first. */
  readonly sessions: readonly SessionOf[];
}

/** Batches by the installation that sent them; the present one, which was fetched last, comes first. */
export function byInstallation(batches: readonly ShownBatch[]): UserDataInstallation[] {
  const groups = new Map<string, ShownBatch[]>();
  for (const batch of batches) {
    const installation = fieldValue(batch, 'envelope.installation');
    groups.set(installation, [...(groups.get(installation) ?? []), batch]);
  }
  return [...groups]
    .map(([installation, own]) => ({ installation, sessions: sessionsOf(own).toReversed() }))
    .toReversed();
}

function fieldValue(batch: ShownBatch, path: string): string {
  return batch.fields.find((field) => field.path === path)?.value ?? '';
}
