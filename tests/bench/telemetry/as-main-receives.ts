import { type UsageRecord, usageRecordSchema } from '../../../client/core/ipc/program.ts';

/** A window's message as client/main/pages/ipc.ts takes it: checked against the contract. The copy between processes is Electron's. */
export function asMainReceives(record: UsageRecord): UsageRecord {
  return usageRecordSchema.parse(record);
}
