/** What is forwarded, decoded by OpenTelemetry's own schema (tests/fixtures/opentelemetry-proto). */
import path from 'node:path';
import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import type { ColumnarBatch } from '../../../../client/core/batch/batch.ts';
import { Histogram } from '../../../../client/core/measures/histogram.ts';
import { otlpOf } from '../../../../collector/forwarding/otlp.ts';
import { rejectedRecords } from '../../../../collector/forwarding/protobuf.ts';
import { projectRoot } from '../../../../scripts/lib/paths.ts';
import { bytesOf, columnsOf, someBatch } from '../../../integration/collector/support/batches.ts';

const PROTO = path.join(projectRoot, 'tests/fixtures/opentelemetry-proto');
const schema = new protobuf.Root();
schema.resolvePath = (_origin, target) => path.join(PROTO, target);
schema.loadSync([
  'opentelemetry/proto/collector/logs/v1/logs_service.proto',
  'opentelemetry/proto/collector/metrics/v1/metrics_service.proto',
]);
const collectorTypes = 'opentelemetry.proto.collector';

// biome-ignore lint/suspicious/noExplicitAny: the shape of what is decoded is the schema's.
function decode(signal: 'logs' | 'metrics', bytes: Uint8Array | undefined): any {
  if (!bytes) throw new Error(`there are no ${signal}`);
  const name = signal === 'logs' ? 'ExportLogsServiceRequest' : 'ExportMetricsServiceRequest';
  const type = schema.lookupType(`${collectorTypes}.${signal}.v1.${name}`);
  const message = type.decode(bytes);
  expect(type.verify(message)).toBeNull();
  return type.toObject(message, { longs: String, enums: String, defaults: false });
}

type Attribute = {
  key: string;
  value: { stringValue?: string; intValue?: string; arrayValue?: { values: { stringValue: string }[] } };
};
const attributesOf = (list: readonly Attribute[]) =>
  Object.fromEntries(
    list.map(({ key, value }) => [
      key,
      value.arrayValue
        ? (value.arrayValue.values ?? []).map((item) => item.stringValue)
        : (value.stringValue ?? Number(value.intValue)),
    ]),
  );

const histogram = new Histogram();
for (const microseconds of [0.3, 1, 1.05, 90, 90, 1000, 86_400_000_000]) histogram.record(microseconds);
const filled = histogram.encode();

const batch: ColumnarBatch = columnsOf(
  bytesOf(
    someBatch({
      envelope: { start: '2026-03-09', level: 'enhanced' },
      context: { os: 'macos', architecture: 'x64' },
      reports: {
        operations: {
          operation: ['finder.first-data'],
          outcome: ['ok'],
          buckets: [filled.bucket.length],
          ...filled,
        },
        organisation: { user: '11111111-2222-4333-8444-555555555555', domain: 'corp.example' },
      },
    }),
  ),
);
const DAY = 20_522;
const MIDNIGHT = String(BigInt(DAY - 1) * 86_400n * 1_000_000_000n);

describe('a batch that is forwarded', () => {
  it('is of a product, its version, a system and an architecture, and of nothing else', () => {
    for (const signal of ['logs', 'metrics'] as const) {
      const [resource] = decode(signal, otlpOf(batch, DAY)[signal])[
        signal === 'logs' ? 'resourceLogs' : 'resourceMetrics'
      ];
      expect(attributesOf(resource.resource.attributes)).toEqual({
        'service.name': batch.context.product,
        'service.version': batch.context.version,
        'os.type': 'darwin',
        'host.arch': 'amd64',
      });
    }
  });

  it('has a record for each use, with the day of the session as its time', () => {
    const [{ scopeLogs }] = decode('logs', otlpOf(batch, DAY).logs).resourceLogs;
    expect(scopeLogs[0].scope).toEqual({ name: 'candor' });
    const records = scopeLogs[0].logRecords;
    expect(records).toHaveLength(3);
    expect(records[0]).toMatchObject({
      eventName: 'candor.use',
      severityNumber: 'SEVERITY_NUMBER_INFO',
      severityText: 'INFO',
      observedTimeUnixNano: String(BigInt(DAY) * 86_400n * 1_000_000_000n),
    });
    expect(BigInt(records[0].timeUnixNano)).toBe(BigInt(Date.parse('2026-03-09')) * 1_000_000n);
    expect(attributesOf(records[0].attributes)).toEqual({
      'candor.command': 'go.search',
      'candor.source': 'shortcut',
      'candor.seconds': 3,
    });
  });

  it('has its durations as exponential histograms, every count in the same range', () => {
    const [{ scopeMetrics }] = decode('metrics', otlpOf(batch, DAY).metrics).resourceMetrics;
    const [metric] = scopeMetrics[0].metrics;
    expect(metric).toMatchObject({ name: 'candor.operation.duration', unit: 'us' });
    expect(metric.exponentialHistogram.aggregationTemporality).toBe('AGGREGATION_TEMPORALITY_DELTA');
    const [point] = metric.exponentialHistogram.dataPoints;
    expect(attributesOf(point.attributes)).toEqual({ 'candor.operation': 'finder.first-data', 'candor.outcome': 'ok' });
    expect(point).toMatchObject({ scale: 3, count: '7', timeUnixNano: expect.any(String) });
    expect(point.sum).toBeUndefined();
    const { offset = 0, bucketCounts } = point.positive;
    const read = new Map<number, number>();
    for (const [at, count] of bucketCounts.entries()) if (count !== '0') read.set(offset + at, Number(count));
    let index = 0;
    const written = filled.bucket.map((distance, row) => {
      index += distance;
      return [index, filled.count[row]];
    });
    expect([...read]).toEqual(written);
    // By OpenTelemetry's own definition: bucket i at scale s holds (2^(i/2^s), 2^((i+1)/2^s)].
    const bounds = (i: number) => [2 ** (i / 2 ** point.scale), 2 ** ((i + 1) / 2 ** point.scale)] as const;
    for (const microseconds of [1.05, 90, 1000, 86_400_000_000]) {
      const holds = [...read.keys()].some(
        (i) => microseconds > bounds(i)[0] && microseconds <= bounds(i)[1] * (1 + 1e-12),
      );
      expect(holds, String(microseconds)).toBe(true);
    }
  });

  it('says nothing of which installation it is, nor of the organisation', () => {
    const { logs, metrics } = otlpOf(batch, DAY);
    const { installation, keyHash, batch: id } = batch.envelope;
    for (const bytes of [logs, metrics]) {
      const text = Buffer.from(bytes ?? []).toString('latin1');
      for (const secret of [installation, keyHash, id, 'corp.example', '11111111-2222']) {
        expect(text).not.toContain(secret);
        expect(Buffer.from(bytes ?? []).toString('hex')).not.toContain(secret.replaceAll('-', ''));
      }
    }
  });

  it('that was received before it says that it began has the day of its receipt', () => {
    const early = otlpOf(batch, DAY - 2);
    const [{ scopeMetrics }] = decode('metrics', early.metrics).resourceMetrics;
    const [point] = scopeMetrics[0].metrics[0].exponentialHistogram.dataPoints;
    expect(point.startTimeUnixNano).toBe(point.timeUnixNano);
    expect(BigInt(point.timeUnixNano)).toBeLessThan(BigInt(MIDNIGHT));
  });

  it('is neither logs nor metrics when nothing was used and nothing timed', () => {
    expect(otlpOf(columnsOf(bytesOf(someBatch({ usage: [] }))), DAY)).toEqual({ logs: undefined, metrics: undefined });
  });
});

describe('an answer that took a part only', () => {
  const type = schema.lookupType(`${collectorTypes}.logs.v1.ExportLogsServiceResponse`);

  it.each([
    [{ partialSuccess: { rejectedLogRecords: 12, errorMessage: 'too old' } }, 12],
    [{ partialSuccess: { errorMessage: 'a warning' } }, 0],
    [{}, 0],
  ])('is told from one that took all: %j', (response, expected) => {
    expect(rejectedRecords(type.encode(type.fromObject(response)).finish())).toBe(expected);
  });

  it('is not seen in what is no such answer', () => {
    expect(rejectedRecords(Buffer.from('{"partialSuccess":{}}'))).toBe(0);
  });
});
