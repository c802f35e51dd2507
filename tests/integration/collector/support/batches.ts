import { createHash, randomUUID } from 'node:crypto';
import {
  BATCH_MEDIA_TYPE,
  type Batch,
  type ColumnarBatch,
  noReports,
  type Receipt,
  type SessionReports,
} from '../../../../client/core/batch/batch.ts';
import type { Context, Envelope } from '../../../../client/core/registry/registry.ts';
import { brotli } from '../../../../collector/brotli.ts';
import { fingerprint } from '../../../../collector/erasure/erasures.ts';
import type { JournalRecord } from '../../../../collector/journal/record.ts';
import { batchRow } from '../../../../collector/storage/rows.ts';
import { unpackedBytes } from '../../../../collector/storage/unpacked.ts';
import { finderFormat } from '../../../support/finder-format.ts';
import { someContext } from '../../../support/some-context.ts';

export interface BatchChange {
  readonly envelope?: Partial<Envelope>;
  readonly context?: Partial<Context>;
  readonly usage?: Batch['usage'];
  readonly dropped?: Batch['dropped'];
  readonly reports?: Partial<SessionReports>;
}

/** A batch of a new session of a new installation, unless it is said otherwise. */
export function someBatch({ envelope, context, usage, dropped, reports }: BatchChange = {}): Batch {
  return {
    envelope: {
      batch: randomUUID(),
      installation: randomUUID(),
      keyHash: 'ab'.repeat(32),
      level: 'standard',
      notice: 1,
      session: 1,
      sequence: 0,
      start: '2026-03-09',
      end: 'quit',
      ...envelope,
    },
    context: { ...someContext, ...context },
    usage: usage ?? [
      { command: 'go.search', source: 'shortcut', time: 3 },
      { command: 'go.processes', source: 'button', time: 12 },
      { command: 'go.search', source: 'palette', time: 40 },
    ],
    dropped: dropped ?? {},
    ...noReports,
    ...reports,
  };
}

/** The bytes that the app would send. */
export function bytesOf(batch: Batch): Uint8Array {
  return finderFormat.encode(batch, brotli);
}

/** The record that the collector keeps of a batch until it is loaded. */
export function journaled(batch: Batch, day = 20_521): JournalRecord {
  const body = bytesOf(batch);
  const { envelope } = batch;
  return { batch: envelope.batch, day, body, unpacked: unpackedBytes(columnsOf(body)), sender: fingerprint(envelope) };
}

/** The row of a batch that was received on a day, in days since 1970-01-01. */
export function rowOf(batch: Batch, day: number): Uint8Array {
  return batchRow(columnsOf(bytesOf(batch)), day);
}

/** What uploaded bytes are decoded to. @throws when they are no batch. */
export function columnsOf(body: Uint8Array): ColumnarBatch {
  const decoding = finderFormat.decodeColumns(body, brotli);
  if (!decoding.ok) throw new Error(decoding.problem.expected);
  return decoding.batch;
}

/** What the app says. */
export const batchHeaders = { 'content-type': BATCH_MEDIA_TYPE, 'content-encoding': 'br' } as const;

/** The name of these bytes in a refusal. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly mediaType: string | null;
  readonly body: unknown;
}

/** Sends bytes as a batch. */
export async function send(
  url: string,
  bytes: Uint8Array,
  headers: Record<string, string> = batchHeaders,
): Promise<Answer> {
  const response = await fetch(`${url}/v1/batches`, { method: 'POST', headers, body: Buffer.from(bytes) });
  const text = await response.text();
  const mediaType = response.headers.get('content-type');
  const body: unknown = mediaType?.endsWith('json') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, mediaType, body };
}

/** Sends a batch and expects a receipt. */
export async function deliver(url: string, batch: Batch): Promise<Receipt['status']> {
  const { status, body } = await send(url, bytesOf(batch));
  if (status !== 200) throw new Error(`no receipt but ${status}: ${JSON.stringify(body)}`);
  const receipt = body as Receipt;
  if (receipt.batch !== batch.envelope.batch) throw new Error(`the receipt is of another batch: ${receipt.batch}`);
  return receipt.status;
}
