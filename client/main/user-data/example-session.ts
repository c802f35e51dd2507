import { noReports, type SessionReports } from '../../core/batch/batch.ts';
import { type CollectingLevel, covers } from '../../core/consent/levels.ts';
import { NOTICE_VERSION } from '../../core/consent/notice.ts';
import { NOT_MADE_YET, type ShownBatch } from '../../core/ipc/program.ts';
import { measureWords, OperationTable } from '../../core/measures/operation-table.ts';
import type { ProductWords } from '../../core/product/words.ts';
import { stillCollected } from '../../core/registry/declaration.ts';
import type { Context, UsageEvent } from '../../core/registry/registry.ts';
import type { Identity } from '../consent/identity.ts';
import { type EnhancedValues, enhancedReports } from '../recording/collection.ts';
import { type BatchCodec, sha256 } from '../recording/platform-codec.ts';
import { collectedReports, sessionHeader } from '../recording/recorder.ts';
import { sealSession } from '../recording/sealer.ts';
import { describeBatch } from './shown-batch.ts';

interface ExampleParts {
  readonly codec: BatchCodec;
  /** Of the product. */
  readonly words: ProductWords;
  /** Read and never changed: an example makes no number and counts no session. */
  readonly identity: Identity;
  readonly context: () => Context;
  /** Asks the system for organisation and role; called for an example of the enhanced level alone. */
  readonly enhanced: () => Promise<EnhancedValues>;
  /** UTC day by which fields expire. */
  readonly today: string;
  /** UTC milliseconds. */
  readonly now: number;
}

/**
 * What somebody does in their first minute, by the first of the product's commands; made up, because nothing is recorded
 * before a Yes.
 */
function firstUses({ commands }: ProductWords): readonly UsageEvent[] {
  const [first, second = first, third = second] = Object.keys(commands);
  if (first === undefined || second === undefined || third === undefined) return [];
  return [
    { command: first, source: 'menu', time: 12 },
    { command: second, source: 'shortcut', time: 20 },
    { command: third, source: 'button', time: 47 },
    { command: third, source: 'button', time: 58 },
  ];
}

/** Made up as well, in microseconds: the start, and what the product times first. */
function measured(words: ProductWords): Pick<SessionReports, 'operations' | 'counts' | 'throughput'> {
  const table = new OperationTable(measureWords(words));
  table.record('app.start', 'ok', 640_000);
  const [own] = Object.keys(words.operations);
  for (const duration of own === undefined ? [] : [21_000, 34_000]) table.record(own ?? '', 'ok', duration);
  return table.snapshot();
}

/**
 * A session as this computer would send it after a Yes: the values of its system, read by what reads them for a real
 * session, through the codec of a real batch and back. Nothing of it is kept, recorded or sent, and what a Yes would make
 * at random stands as zeros, {@link NOT_MADE_YET}.
 */
export async function exampleSession(level: CollectingLevel, parts: ExampleParts): Promise<ShownBatch> {
  const { codec, words, identity, context, enhanced, today, now } = parts;
  const { registry } = codec.format;
  const values = context();
  const uses = stillCollected(registry.usage, firstUses(words), today, []);
  const before = identity.level;
  const staysItself = before === undefined || before === level;
  const header = sessionHeader(
    {
      sessionId: NOT_MADE_YET,
      run: 0,
      installation: staysItself ? identity.installation : NOT_MADE_YET,
      keyHash: staysItself ? Buffer.from(sha256(identity.key)).toString('hex') : '0'.repeat(64),
      level,
      notice: NOTICE_VERSION,
      session: staysItself ? identity.sessions + 1 : 1,
      context: stillCollected<Context>(registry.context, values, today, values),
    },
    now,
  );
  const reports: SessionReports = {
    ...noReports,
    ...measured(words),
    ...(covers(level, 'enhanced')
      ? {
          ...enhancedReports(registry, await enhanced(), identity.user ?? NOT_MADE_YET),
          logs: [{ code: 'app.started', time: 0, values: ['quit'] }],
        }
      : {}),
  };
  const session = {
    header,
    usage: uses,
    dropped: {},
    reports: collectedReports(codec.format, reports, today),
    end: 'quit',
    damaged: false,
  } as const;
  const [batch] = sealSession(session, sha256);
  if (!batch) throw new Error('a session is at least one batch');
  const bytes = codec.encode({ ...batch, envelope: { ...batch.envelope, batch: NOT_MADE_YET } });
  const decoding = codec.decode(bytes);
  if (!decoding.ok) throw new Error('the example does not fit the format');
  return describeBatch({ ...decoding.batch }, 'example', bytes.length);
}
