import { type FieldSpec, registry } from '../../core/registry/registry.ts';

/** The longest time, in days, that the collector keeps any field of the event registry. */
export const longestRetentionDays = Math.max(
  ...Object.values(registry).flatMap((group) => Object.values<FieldSpec>(group).map((field) => field.retentionDays)),
);
