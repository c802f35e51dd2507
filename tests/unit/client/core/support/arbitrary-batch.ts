import fc from 'fast-check';
import type { Batch, SessionReports } from '../../../../../client/core/batch/batch.ts';
import type { CborValue } from '../../../../../client/core/batch/cbor.ts';
import { FIRST_DAY, LAST_DAY } from '../../../../../client/core/batch/field-codecs.ts';
import { MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import type { CountedReport } from '../../../../../client/core/errors/error-counter.ts';
import { type ErrorReport, identityOf } from '../../../../../client/core/errors/error-report.ts';
import { MAX_FRAMES } from '../../../../../client/core/errors/limits.ts';
import { catchers, crashes, errorClasses } from '../../../../../client/core/errors/vocabulary.ts';
import { logCodes, logSpec } from '../../../../../client/core/logs/log-codes.ts';
import { type LogLine, MAX_LOG_SECONDS } from '../../../../../client/core/logs/log-lines.ts';
import { MAX_BUCKETS } from '../../../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../../../client/core/measures/operation-table.ts';
import { operationIds, outcomes } from '../../../../../client/core/measures/vocabulary.ts';
import type { FieldType } from '../../../../../client/core/registry/field-types.ts';
import { type Group, registry } from '../../../../../client/core/registry/registry.ts';

const DAY_MS = 86_400_000;

const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);

/** Any value of a field. */
export function anyValue(type: FieldType, least = 0): fc.Arbitrary<string | number> {
  switch (type.kind) {
    case 'enum':
      return fc.constantFrom(...type.values);
    case 'uint':
      return fc.integer({ min: least, max: type.max });
    case 'version':
      return fc
        .array(fc.nat({ max: 99_999 }), { minLength: 1, maxLength: type.maxParts })
        .map((parts) => parts.join('.'));
    case 'date':
      return fc
        .integer({ min: FIRST_DAY, max: LAST_DAY })
        .map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10));
    case 'uuid':
      return fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map((parts) => parts.join('-'));
    case 'sha256':
      return hex(64);
    case 'hostname':
      return fc.array(label, { minLength: 1, maxLength: 8 }).map((labels) => [...labels, 'example'].join('.'));
    case 'reference':
      return fc.stringMatching(/^[A-Za-z0-9-]{1,64}$/);
  }
}

function fieldsOf(group: Group, least: number) {
  return Object.fromEntries(Object.entries(group).map(([name, { type }]) => [name, anyValue(type, least)]));
}

/** Every field of a group. */
const whole = (group: Group) => fc.record(fieldsOf(group, 0), { noNullPrototype: true });

/** Some fields of a group, or all, or none. */
const some = (group: Group, least = 0) =>
  fc.record(fieldsOf(group, least), { requiredKeys: [], noNullPrototype: true });

const byTime = <T extends { readonly time: number }>(rows: readonly T[]) => rows.toSorted((a, b) => a.time - b.time);

const usage = fc
  .array(whole(registry.usage), { maxLength: 60 })
  .map((rows) => byTime(rows as unknown as Batch['usage']));

/** As the app itself records them, with counts of any size. */
const operations = fc
  .array(
    fc.tuple(
      fc.constantFrom(...operationIds),
      fc.constantFrom(...outcomes),
      fc.integer({ min: 0, max: MAX_BUCKETS - 1 }).map((bucket) => 2 ** ((bucket + 0.5) / 8)),
      fc.integer({ min: 1, max: MAX_COUNT }),
    ),
    { maxLength: 40 },
  )
  .map((recorded) => {
    const table = new OperationTable();
    for (const [operation, outcome, microseconds] of recorded) table.record(operation, outcome, microseconds);
    const columns = table.snapshot().operations;
    return { ...columns, count: columns.count.map((_, at) => recorded[at]?.[3] ?? 1) };
  });

const { file, line, column, ...errorFields } = registry.errors;

const errors = fc
  .array(
    fc.tuple(
      whole(errorFields),
      fc.array(whole({ file, line, column }), { maxLength: MAX_FRAMES }),
      fc.constantFrom(...errorClasses.filter((name) => name !== 'none')),
      fc.oneof(fc.constantFrom(...catchers), fc.constantFrom(...crashes)),
    ),
    { maxLength: 8 },
  )
  .map((drawn) => {
    const reports = drawn.map(([fields, frames, name, handledBy]): CountedReport => {
      const { count, ...rest } = fields as unknown as ErrorReport & { count: number };
      const thrown = catchers.some((catcher) => catcher === handledBy);
      const told = thrown ? ({ class: name, reason: 'none' } as const) : ({ class: 'none' } as const);
      const report = { ...rest, ...told, handledBy, frames: frames as unknown as ErrorReport['frames'] };
      return { report, count: Math.max(1, count) };
    });
    return [...new Map(reports.map((counted) => [identityOf(counted.report), counted])).values()];
  });

const logLine: fc.Arbitrary<LogLine> = fc.constantFrom(...logCodes).chain((code) => {
  const values = Object.values(logSpec(code).parameters).map((type) => anyValue(type));
  return fc
    .tuple(fc.nat({ max: MAX_LOG_SECONDS }), fc.tuple(...values))
    .map(([time, chosen]) => ({ code, time, values: chosen }));
});

const nothingEnhanced = { logs: [], organisation: {}, configuration: {} };

/** Any batch whatever, of either level. */
export const anyBatch = fc
  .record({
    envelope: whole(registry.envelope),
    context: whole(registry.context),
    usage,
    dropped: some(registry.dropped),
    operations,
    counts: some(registry.counts, 1),
    throughput: some(registry.throughput, 1),
    errors,
    logs: fc.array(logLine, { maxLength: 20 }).map(byTime),
    organisation: some(registry.organisation),
    configuration: some(registry.configuration),
  } satisfies Record<keyof Batch, unknown>)
  .map((drawn) => {
    const batch = drawn as unknown as Batch;
    return batch.envelope.level === 'enhanced'
      ? batch
      : { ...batch, ...(nothingEnhanced satisfies Partial<SessionReports>) };
  });

/** Any value that CBOR of this subset can hold. */
export const anyCbor = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.nat({ max: 300 }),
    fc.maxSafeNat(),
    fc.string({ maxLength: 70 }),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 14 }),
    fc.dictionary(fc.string({ maxLength: 8 }), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;
