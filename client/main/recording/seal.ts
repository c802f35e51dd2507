import { type Batch, noReports } from '../../core/batch/batch.ts';
import { batchId, type Sha256 } from '../../core/batch/batch-id.ts';
import { MAX_BATCH_EVENTS } from '../../core/batch/limits.ts';
import type { UsageEvent } from '../../core/registry/registry.ts';
import type { RecordedSession } from './session-log.ts';

/**
 * Cuts a session into batches. The same log always gives the same batches with the same ids, so a session that is
 * sealed twice, because the first time was interrupted, cannot be counted twice.
 */
export function sealSession(session: RecordedSession, sha256: Sha256): Batch[] {
  const { header } = session;
  const parts = cut(session.usage);
  const dropped = session.damaged
    ? { ...session.dropped, 'log-damaged': (session.dropped['log-damaged'] ?? 0) + 1 }
    : session.dropped;
  return parts.map((usage, sequence) => ({
    envelope: {
      ...header.envelope,
      batch: batchId(header.sessionId, sequence, sha256),
      sequence,
      end: sequence === parts.length - 1 ? session.end : 'continues',
    },
    context: header.context,
    usage,
    dropped: sequence === 0 ? dropped : {},
    ...(sequence === 0 ? session.reports : noReports),
  }));
}

/** A session without events is one part as well: that it took place is an answer. */
function cut(usage: readonly UsageEvent[]): (readonly UsageEvent[])[] {
  const parts: (readonly UsageEvent[])[] = [usage.slice(0, MAX_BATCH_EVENTS)];
  for (let start = MAX_BATCH_EVENTS; start < usage.length; start += MAX_BATCH_EVENTS) {
    parts.push(usage.slice(start, start + MAX_BATCH_EVENTS));
  }
  return parts;
}
