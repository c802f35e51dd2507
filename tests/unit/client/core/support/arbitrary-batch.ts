import fc from 'fast-check';
import type { Batch, SessionReports } from '../../../../../client/core/batch/batch.ts';
import type { CborValue } from '../../../../../client/core/batch/cbor.ts';
import { FIRST_DAY, LAST_DAY } from '../../../../../client/core/batch/field-codecs.ts';
import { MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import type { CountedReport } from '../../../../../client/core/errors/error-counter.ts';
import { type ErrorReport, identityOf } from '../../../../../client/core/errors/error-report.ts';
import { MAX_FRAMES } from '../../../../../client/core/errors/limits.ts';
import { catchers, crashes } from '../../../../../client/core/errors/vocabulary.ts';
import type { LogLine } from '../../../../../client/core/logs/log-lines.ts';
import { MAX_BUCKETS } from '../../../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../../../client/core/measures/operation-table.ts';
import { outcomes } from '../../../../../client/core/measures/throughput.ts';
import type { FieldSpec, Group } from '../../../../../client/core/registry/declaration.ts';
import { type FieldType, SESSION_SECONDS, wordsOfType } from '../../../../../client/core/registry/field-types.ts';
import { finderErrors, finderLines, finderMeasures, finderRegistry } from '../../../../support/finder-format.ts';

const DAY_MS = 86_400_000;

const hex = (digits: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: digits, maxLength: digits });
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);

/** Any value of a field. */
export function anyValue(type: FieldType, least = 0): fc.Arbitrary<string | number> {
  switch (type.kind) {
    case 'enum':
      return fc.constantFrom(...wordsOfType(type));
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

function fieldsOf(fields: Group['fields'], least: number) {
  return Object.fromEntries(Object.entries<FieldSpec>(fields).map(([name, { type }]) => [name, anyValue(type, least)]));
}

/** A row of some fields, always with those of these names. */
export const anyRow = (fields: Group['fields'], needed: readonly string[]) =>
  fc.record(fieldsOf(fields, 0), { requiredKeys: [...needed], noNullPrototype: true });

/** Every field of a group, but that one which can expire may be missing. */
const whole = ({ fields }: Pick<Group, 'fields'>) =>
  anyRow(
    fields,
    Object.keys(fields).filter((name) => fields[name]?.expires === 'never'),
  );

/** Every field of a row. */
const row = (fields: Group['fields']) => anyRow(fields, Object.keys(fields));

/** Some fields of a group, or all, or none. */
const some = ({ fields }: Group, least = 0) =>
  fc.record(fieldsOf(fields, least), { requiredKeys: [], noNullPrototype: true });

const byTime = <T extends { readonly time: number }>(rows: readonly T[]) => rows.toSorted((a, b) => a.time - b.time);

const usage = fc
  .array(row(finderRegistry.usage.fields), { maxLength: 60 })
  .map((rows) => byTime(rows as unknown as Batch['usage']));

/** As the app itself records them, with counts of any size. */
const operations = fc
  .array(
    fc.tuple(
      fc.constantFrom(...finderMeasures.operations),
      fc.constantFrom(...outcomes),
      fc.integer({ min: 0, max: MAX_BUCKETS - 1 }).map((bucket) => 2 ** ((bucket + 0.5) / 8)),
      fc.integer({ min: 1, max: MAX_COUNT }),
    ),
    { maxLength: 40 },
  )
  .map((recorded) => {
    const table = new OperationTable(finderMeasures);
    for (const [operation, outcome, microseconds] of recorded) table.record(operation, outcome, microseconds);
    const columns = table.snapshot().operations;
    return { ...columns, count: columns.count.map((_, at) => recorded[at]?.[3] ?? 1) };
  });

const { file, line, column, ...errorFields } = finderRegistry.errors.fields;

const errors = fc
  .array(
    fc.tuple(
      row(errorFields),
      fc.array(row({ file, line, column }), { maxLength: MAX_FRAMES }),
      fc.constantFrom(...finderErrors.classes.filter((name) => name !== 'none')),
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

const logLine: fc.Arbitrary<LogLine> = fc.constantFrom(...Object.keys(finderLines)).chain((code) => {
  const values = Object.values(finderLines[code]?.parameters ?? {}).map((type) => anyValue(type));
  return fc
    .tuple(fc.nat({ max: SESSION_SECONDS }), fc.tuple(...values))
    .map(([time, chosen]) => ({ code, time, values: chosen }));
});

const nothingEnhanced = { logs: [], organisation: {}, configuration: {} };

/** Any batch whatever, of either level. */
export const anyBatch: fc.Arbitrary<Batch> = fc
  .record({
    envelope: whole(finderRegistry.envelope),
    context: whole(finderRegistry.context),
    usage,
    dropped: some(finderRegistry.dropped, 1),
    operations,
    counts: some(finderRegistry.counts, 1),
    throughput: some(finderRegistry.throughput, 1),
    errors,
    logs: fc.array(logLine, { maxLength: 20 }).map(byTime),
    organisation: some(finderRegistry.organisation),
    configuration: some(finderRegistry.configuration),
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
