import type { Batch } from '../batch/batch.ts';
import { MAX_BATCH_EVENTS } from '../batch/limits.ts';
import { collectingLevels } from '../consent/levels.ts';
import { MAX_FRAMES, MAX_REPORTS } from '../errors/limits.ts';
import { logCodes, logSpec } from '../logs/log-codes.ts';
import { MAX_LOG_LINES } from '../logs/log-lines.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import { type FieldType, textRule } from './field-types.ts';
import {
  configuration,
  context,
  counts,
  dropped,
  envelope,
  errors,
  type FieldSpec,
  type Group,
  logs,
  operations,
  organisation,
  throughput,
  usage,
} from './registry.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/** One row for each operation and outcome. */
const MAX_ROWS = operations.operation.type.values.length * operations.outcome.type.values.length;

/**
 * JSON Schema (2020-12) of a decoded batch, as people fetch and save it, made from the event registry. What it cannot
 * say stands in its own description.
 */
export function batchJsonSchema(): JsonSchema {
  const groups: Readonly<Record<keyof Batch, JsonSchema>> = {
    envelope: all(envelope),
    context: all(context),
    usage: list(all(usage), MAX_BATCH_EVENTS),
    dropped: some(dropped),
    operations: operationColumns(),
    counts: some(counts, 1),
    throughput: some(throughput, 1),
    errors: list(countedReport(), MAX_REPORTS),
    logs: list(logLine(), MAX_LOG_LINES),
    organisation: some(organisation),
    configuration: some(configuration),
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Candor batch, decoded',
    description: CROSSING,
    ...object(groups),
    if: partly({ envelope: partly({ level: { const: collectingLevels[0] } }) }),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits a schema.
    then: partly({
      logs: { type: 'array', maxItems: 0 },
      organisation: { type: 'object', maxProperties: 0 },
      configuration: { type: 'object', maxProperties: 0 },
    }),
  };
}

const CROSSING =
  'Rules that cross fields are not in this schema: days exist in the calendar; times of usage and logs never go back; ' +
  'rows of operations follow the order of the lists, each operation and outcome at most once, with as many buckets ' +
  'and counts as they announce, and only the first bucket of a row may be 0 while their sum stays below the number ' +
  'of buckets; two errors differ in more than foreign and count; an error that was thrown has a class and no reason, ' +
  'and a crash has no class.';

/** Histograms as columns; rows i of the first three belong together. */
function operationColumns(): JsonSchema {
  const { operation, outcome, bucket, count } = operations;
  const buckets = { type: 'integer', minimum: 1, maximum: MAX_BUCKETS };
  return object({
    operation: list(fieldSchema(operation), MAX_ROWS),
    outcome: list(fieldSchema(outcome), MAX_ROWS),
    buckets: list({ ...buckets, description: 'How many of the next buckets and counts are of this row.' }, MAX_ROWS),
    bucket: list(
      { ...fieldSchema(bucket), description: `${bucket.purpose} As the distance from the one before in its row.` },
      MAX_ROWS * MAX_BUCKETS,
    ),
    count: list(fieldSchema(count, 1), MAX_ROWS * MAX_BUCKETS),
  });
}

function countedReport(): JsonSchema {
  const { file, line, column, count, ...reportFields } = errors;
  const frames = { ...list(all({ file, line, column }), MAX_FRAMES), description: 'Innermost first.' };
  return object({ report: object({ ...properties(reportFields), frames }), count: fieldSchema(count, 1) });
}

/** A code decides which values go with it. */
function logLine(): JsonSchema {
  const lines = logCodes.map((code) => {
    const { purpose, parameters } = logSpec(code);
    const types = Object.values(parameters);
    return {
      description: purpose,
      ...partly({ code: { const: code }, values: tuple(types.map((type) => typeSchema(type))) }),
    };
  });
  const values = { type: 'array', description: logs.value.purpose };
  return { ...object({ code: fieldSchema(logs.code), time: fieldSchema(logs.time), values }), oneOf: lines };
}

function tuple(items: readonly JsonSchema[]): JsonSchema {
  // An empty list of items is no JSON Schema.
  if (items.length === 0) return { type: 'array', maxItems: 0 };
  return { type: 'array', prefixItems: items, minItems: items.length, items: false };
}

/** A group of which every batch has every field. */
function all(group: Group): JsonSchema {
  return object(properties(group));
}

/** A group of which a batch has some fields. */
function some(group: Group, least = 0): JsonSchema {
  return { ...object(properties(group, least)), required: [] };
}

function object(fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties: fields, required: Object.keys(fields), additionalProperties: false };
}

/** Says something of some fields; the whole object is described elsewhere. */
function partly(fields: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', properties: fields };
}

function list(items: JsonSchema, maxItems: number): JsonSchema {
  return { type: 'array', maxItems, items };
}

function properties(group: Group, least = 0): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(group).map(([name, field]) => [name, fieldSchema(field, least)]));
}

function fieldSchema({ type, purpose }: FieldSpec, least = 0): JsonSchema {
  return { ...typeSchema(type, least), description: purpose };
}

function typeSchema(type: FieldType, least = 0): JsonSchema {
  if (type.kind === 'enum') return { enum: type.values };
  if (type.kind === 'uint') return { type: 'integer', minimum: least, maximum: type.max };
  const { pattern, length } = textRule(type) ?? {};
  return { type: 'string', pattern, ...(length && { minLength: length.min, maxLength: length.max }) };
}
