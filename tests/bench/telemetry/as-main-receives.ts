import { type UsageRecord, usageRecordShape } from '../../../client/core/ipc/program.ts';
import { corpusProduct } from '../corpus/sixty-commands.ts';

const isUsageRecord = usageRecordShape(corpusProduct.words);

/** A window's message as client/main/pages/ipc.ts takes it: checked against the contract. The copy between processes is Electron's. */
export function asMainReceives(record: UsageRecord): UsageRecord {
  if (!isUsageRecord(record)) throw new Error('not a message that main takes');
  return record;
}
