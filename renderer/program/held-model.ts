import type { SharedBatch } from '../../app/ipc/program.ts';

/** What is held under one installation ID, newest first. */
export interface HeldInstallation {
  readonly installation: string;
  readonly batches: readonly SharedBatch[];
}

/** Batches by the installation that sent them; the present one, which was fetched last, comes first. */
export function byInstallation(batches: readonly SharedBatch[]): HeldInstallation[] {
  const groups = new Map<string, SharedBatch[]>();
  for (const batch of batches) {
    const installation = fieldValue(batch, 'envelope.installation');
    groups.set(installation, [...(groups.get(installation) ?? []), batch]);
  }
  return [...groups].map(([installation, own]) => ({ installation, batches: own.toReversed() })).toReversed();
}

/** What is held as people keep it: every field by its path, and every use. */
export function heldText(batches: readonly SharedBatch[]): string {
  const parts = batches.map(({ fields, usage }) => ({
    ...Object.fromEntries(fields.map(({ path, value }) => [path, value])),
    usage,
  }));
  return JSON.stringify(parts, null, 2);
}

function fieldValue(batch: SharedBatch, path: string): string {
  return batch.fields.find((field) => field.path === path)?.value ?? '';
}
