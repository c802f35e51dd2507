import {
  type ColumnarBatch,
  type FieldType,
  type Group,
  logCodes,
  logSpec,
  maxTextLength,
  registry,
} from 'candor-client/core';

/** What surrounds each value in a row's text, in bytes: quotes and a comma, or a tab. */
const AROUND = 3;

function widestText(type: FieldType): number {
  switch (type.kind) {
    case 'enum':
      return AROUND + Math.max(...type.values.map(({ length }) => length));
    case 'uint':
      return AROUND + String(type.max).length;
    case 'date':
      return AROUND + 10;
    case 'uuid':
      return AROUND + 36;
    case 'sha256':
      return AROUND + 64;
    default:
      return AROUND + maxTextLength(type);
  }
}

const widest = (group: Group) => Object.values(group).reduce((sum, { type }) => sum + widestText(type), 0);

/** The longest name of a group's fields with the longest of its values. */
const widestEntry = (group: Group) =>
  Math.max(...Object.entries(group).map(([name, { type }]) => AROUND + name.length + widestText(type)));

const { file, line, column, ...once } = registry.errors;
const { operation, outcome, bucket, count } = registry.operations;
const { code, time } = registry.logs;

const WIDEST_PARAMETER = Math.max(
  ...logCodes.flatMap((name) => Object.values(logSpec(name).parameters).map(widestText)),
);

/** Most bytes of what a row has for each item of its lists; made from the registry. */
const BYTES = {
  // Two brackets for each column, far fewer than a hundred columns, and the day of receipt.
  once: widest(registry.envelope) + widest(registry.context) + 256,
  use: widest(registry.usage),
  entry: Math.max(...[registry.dropped, registry.counts, registry.throughput, registry.configuration].map(widestEntry)),
  row: widest({ operation, outcome }) + 2 * AROUND,
  bucket: widest({ bucket, count }),
  // A fingerprint is SHA-256 in hexadecimal; three lists of frames have brackets of their own.
  report: widest(once) + 64 + AROUND + 3 * AROUND,
  frame: widest({ file, line, column }),
  line: widest({ code, time }) + AROUND,
  value: AROUND + WIDEST_PARAMETER,
} as const;

/**
 * What a batch takes as a row of text on its way to the storage, in bytes: never less than it is, and quickly told. The
 * cost of storing a batch follows this and not its size on the wire, which 10 000 equal uses hardly change.
 */
export function unpackedBytes(batch: ColumnarBatch): number {
  const { usage, operations, errors, logs, organisation, configuration, dropped, counts, throughput } = batch;
  const entries = [dropped, counts, throughput, configuration].reduce((sum, some) => sum + Object.keys(some).length, 0);
  let bytes = BYTES.once + usage.command.length * BYTES.use + entries * BYTES.entry;
  bytes += operations.operation.length * BYTES.row + operations.bucket.length * BYTES.bucket;
  for (const { report } of errors) bytes += BYTES.report + report.frames.length * BYTES.frame;
  for (const { values } of logs) bytes += BYTES.line + values.length * BYTES.value;
  for (const text of Object.values(organisation)) bytes += AROUND + text.length;
  return bytes;
}
