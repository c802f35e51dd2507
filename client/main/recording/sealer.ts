import path from 'node:path';
import { type Batch, noReports } from '../../core/batch/batch.ts';
import { batchId, type Sha256 } from '../../core/batch/batch-id.ts';
import { MAX_BATCH_EVENTS } from '../../core/batch/limits.ts';
import type { Level } from '../../core/consent/levels.ts';
import { debug, swallowed } from '../../core/debug.ts';
import type { Envelope, UsageEvent } from '../../core/registry/registry.ts';
import { attempt, type Disk, moveTo } from '../files/disk.ts';
import { MAX_LOGS_AT_ONCE, MAX_OUTBOX_AGE_MS } from '../limits.ts';
import { coveredBatch } from '../outbox/delete-waiting.ts';
import { ageOf, type Outbox } from '../outbox/outbox.ts';
import { type BatchCodec, sha256 } from './platform-codec.ts';
import { type RecordedSession, readSessionLog } from './session-log.ts';

interface SealerOptions {
  readonly disk: Disk;
  readonly codec: BatchCodec;
  /** Folder of the session logs. */
  readonly sessions: string;
  /** Folder of what cannot be read and must not be lost. */
  readonly aside: string;
  readonly outbox: Outbox;
  /** The level of participation now: of a session that began under a higher one, only what this one covers is kept. */
  readonly level: () => Level;
  /** UTC milliseconds. */
  readonly now: () => number;
  /** Counts a session of which nothing can be sent. */
  readonly onUnreadable: () => void;
}

/** Turns session logs on the disk into batches in the outbox. */
export class Sealer {
  readonly #options: SealerOptions;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  /** Seals the sessions that earlier runs left behind, oldest first, and at most {@link MAX_LOGS_AT_ONCE}. */
  sealAll(): void {
    const { disk, sessions } = this.#options;
    const names = (attempt(() => disk.names(sessions)) ?? []).filter((name) => name.endsWith('.log')).sort();
    for (const name of names.slice(0, MAX_LOGS_AT_ONCE)) this.seal(path.join(sessions, name));
  }

  /**
   * Seals one session. Its log is deleted only when all its batches are on the disk; one that is damaged is set aside
   * instead, and one of a newer version of the app waits for that one. Never throws: with a full disk the log stays and is sealed at the next start.
   * @param forced all of it is on the disk.
   */
  seal(log: string, forced = false): void {
    try {
      const state = this.#toOutbox(log, forced);
      debug('client', 'session-sealed', { state });
      if (state === 'newer') return;
      if (state === 'whole') this.#options.disk.remove(log);
      else moveTo(this.#options.disk, log, this.#options.aside);
      if (state === 'unreadable') this.#options.onUnreadable();
    } catch (error) {
      swallowed('client', 'seal-session', error);
      // See above: the log is still there.
    }
  }

  /** @throws when the disk refuses. */
  #toOutbox(log: string, forced: boolean): 'whole' | 'damaged' | 'unreadable' | 'newer' {
    const { disk, codec, outbox, level, now } = this.#options;
    const facts = disk.facts(log);
    if (facts?.kind !== 'file') return 'unreadable';
    if (!forced) syncFile(disk, log);
    const session = readSessionLog(disk, log, codec.format);
    if (!session) return 'unreadable';
    if (session.isNewer) return ageOf(facts, now()).milliseconds > MAX_OUTBOX_AGE_MS ? 'unreadable' : 'newer';
    const batches = encode(codec, session, level());
    if (!batches) return 'unreadable';
    const { run } = session.header;
    for (const { envelope, bytes } of batches)
      outbox.add({ id: envelope.batch, run, sequence: envelope.sequence }, bytes);
    return session.damaged ? 'damaged' : 'whole';
  }
}

/** `undefined` when its records are not what the registry knows: another version of the app wrote the log. */
function encode(
  codec: BatchCodec,
  session: RecordedSession,
  level: Level,
): { envelope: Envelope; bytes: Uint8Array }[] | undefined {
  try {
    return sealSession(session, sha256).map((batch) => ({
      envelope: batch.envelope,
      bytes: codec.encode(coveredBatch(codec, batch, level)),
    }));
  } catch (error) {
    swallowed('client', 'encode-session', error);
    return undefined;
  }
}

/**
 * Before anything is made of it, so that a power cut cannot bring back a shorter log than the one that was sealed, which
 * would then replace what was sealed by less.
 */
function syncFile(disk: Disk, file: string): void {
  const descriptor = disk.open(file, 'old');
  try {
    disk.sync(descriptor);
  } finally {
    disk.close(descriptor);
  }
}

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
