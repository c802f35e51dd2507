import type { ColumnarBatch } from 'candor-client/core';
import { commandSources } from 'candor-client/core';
import protobuf from 'protobufjs/minimal.js';
import { storedHistograms } from '../storage/histograms.ts';
import { fixed64Field, keyValues, messageField, textField, type Value, varintField } from './protobuf.ts';

/**
 * A batch as an OpenTelemetry endpoint takes it: OTLP, in protobuf (opentelemetry/proto/…, 1.x).
 *
 * What tells one installation from another stays here: its ID, the hash of its key, the batch's ID, the numbers of session and
 * part, everything of the organisation, and what of the computer is not the system's name and architecture. Times are days.
 */
export interface Forwarded {
  /** The body of `POST /v1/logs`; `undefined` when there is nothing to say. */
  readonly logs: Uint8Array | undefined;
  /** The body of `POST /v1/metrics`. */
  readonly metrics: Uint8Array | undefined;
}

/** The scope of all records: the registry that they are of. */
const SCOPE = 'candor';
/** Our histograms have base 2^(1/8): those of OpenTelemetry at scale 3 (histogram.ts), bucket by bucket. */
const SCALE = 3;
const DURATION = { name: 'candor.operation.duration', unit: 'us', description: 'How long operations took' } as const;
const DELTA = 1;
const SEVERITY = { info: [9, 'INFO'], error: [17, 'ERROR'] } as const;
const DAY_S = 86_400;
const NS_PER_S = 1e9;

/** @param day of the receipt, in days since 1970-01-01. */
export function otlpOf(batch: ColumnarBatch, day: number): Forwarded {
  const start = Math.min(nanoseconds(Date.parse(batch.envelope.start) / 1000), nanoseconds(day * DAY_S));
  const times = { start, received: nanoseconds(day * DAY_S) };
  return { logs: logsOf(batch, times), metrics: metricsOf(batch, times) };
}

/** Midnights are multiples of 2^16 ns, so that a number holds them exactly. */
const nanoseconds = (seconds: number): number => Math.floor(seconds / DAY_S) * DAY_S * NS_PER_S;

interface Times {
  /** Midnight, UTC, of the day on which the session began, and of that on which the batch was received. */
  readonly start: number;
  readonly received: number;
}

interface LogRecord {
  readonly event: string;
  readonly severity: keyof typeof SEVERITY;
  readonly attributes: Readonly<Record<string, Value>>;
}

function logsOf(batch: ColumnarBatch, times: Times): Uint8Array | undefined {
  const records = recordsOf(batch);
  if (records.length === 0) return undefined;
  return request(batch, (scoped) => {
    for (const record of records) messageField(scoped, 2, (writer) => writeRecord(writer, record, times));
  });
}

function recordsOf({ usage, errors, logs }: ColumnarBatch): LogRecord[] {
  const uses = usage.command.map(
    (command, row): LogRecord => ({
      event: 'candor.use',
      severity: 'info',
      attributes: {
        'candor.command': usage.commands[command] ?? 'unknown',
        'candor.source': commandSources[usage.source[row] ?? -1] ?? 'unknown',
        'candor.seconds': usage.time[row] ?? 0,
      },
    }),
  );
  const reports = errors.map(
    ({ report, count }): LogRecord => ({
      event: 'candor.error',
      severity: 'error',
      attributes: {
        'error.type': report.class,
        'candor.code': report.code,
        'candor.process': report.process,
        'candor.handled_by': report.handledBy,
        'candor.reason': report.reason,
        'candor.frames': report.frames.map(({ file, line, column }) => `${file}:${line}:${column}`),
        'candor.count': count,
      },
    }),
  );
  const lines = logs.map(
    ({ code, time, values }): LogRecord => ({
      event: 'candor.log',
      severity: 'info',
      attributes: { 'candor.code': code, 'candor.seconds': time, 'candor.values': values.map(String) },
    }),
  );
  return [...uses, ...reports, ...lines];
}

function writeRecord(writer: protobuf.Writer, { event, severity, attributes }: LogRecord, times: Times): void {
  const [number, text] = SEVERITY[severity];
  fixed64Field(writer, 1, times.start);
  varintField(writer, 2, number);
  textField(writer, 3, text);
  keyValues(writer, 6, attributes);
  fixed64Field(writer, 11, times.received);
  textField(writer, 12, event);
}

function metricsOf(batch: ColumnarBatch, times: Times): Uint8Array | undefined {
  const { operation, outcome } = batch.operations;
  if (operation.length === 0) return undefined;
  const { bucket, count } = storedHistograms(batch.operations);
  return request(batch, (scoped) =>
    messageField(scoped, 2, (metric) => {
      textField(metric, 1, DURATION.name);
      textField(metric, 2, DURATION.description);
      textField(metric, 3, DURATION.unit);
      messageField(metric, 10, (histogram) => {
        for (const [row, name] of operation.entries()) {
          const attributes = { 'candor.operation': name, 'candor.outcome': outcome[row] ?? 'unknown' };
          const filled = { bucket: bucket[row] ?? [], count: count[row] ?? [] };
          messageField(histogram, 1, (point) => writePoint(point, attributes, filled, times));
        }
        varintField(histogram, 2, DELTA);
      });
    }),
  );
}

/** Sum, least and most are not known: a batch has ranges, and no single duration. */
function writePoint(
  writer: protobuf.Writer,
  attributes: Readonly<Record<string, Value>>,
  filled: { readonly bucket: readonly number[]; readonly count: readonly number[] },
  times: Times,
): void {
  keyValues(writer, 1, attributes);
  fixed64Field(writer, 2, times.start);
  fixed64Field(writer, 3, times.received);
  fixed64Field(
    writer,
    4,
    filled.count.reduce((sum, count) => sum + count, 0),
  );
  writer.uint32((6 << 3) | 0).sint32(SCALE);
  const first = filled.bucket[0] ?? 0;
  const counts = new Array<number>((filled.bucket.at(-1) ?? first) - first + 1).fill(0);
  for (const [at, index] of filled.bucket.entries()) counts[index - first] = filled.count[at] ?? 0;
  messageField(writer, 8, (positive) => {
    positive.uint32((1 << 3) | 0).sint32(first);
    messageField(positive, 2, (packed) => {
      for (const count of counts) packed.uint64(count);
    });
  });
}

/** A request for one resource and one scope; those of logs and of metrics differ in what the scope holds alone. */
function request({ context }: ColumnarBatch, writeScoped: (writer: protobuf.Writer) => void): Uint8Array {
  const writer = protobuf.Writer.create();
  messageField(writer, 1, (resource) => {
    messageField(resource, 1, (described) =>
      keyValues(described, 1, {
        'service.name': context.product,
        'service.version': context.version,
        'os.type': OS_TYPES[String(context.os)] ?? String(context.os),
        'host.arch': ARCHITECTURES[String(context.architecture)] ?? String(context.architecture),
      }),
    );
    messageField(resource, 2, (scope) => {
      messageField(scope, 1, (named) => textField(named, 1, SCOPE));
      writeScoped(scope);
    });
  });
  return writer.finish();
}

/** Where OpenTelemetry's words differ from ours. */
const OS_TYPES: Readonly<Record<string, string>> = { macos: 'darwin' };
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: 'x86', arm: 'arm32' };
