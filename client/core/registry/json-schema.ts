import { MAX_FRAMES } from '../errors/limits.ts';
import { MAX_BUCKETS } from '../measures/histogram.ts';
import type { FieldSpec, Group } from './declaration.ts';
import { type FieldType, textRule, wordsOfType } from './field-types.ts';
import type { Registry } from './registry.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * JSON Schema (2020-12) of a decoded batch, as people fetch and save it, made from the event registry of its product. What
 * it cannot say stands in its own description.
 */
export function batchJsonSchema(registry: Registry): JsonSchema {
  const groups = Object.entries<Group>(registry);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Candor batch, decoded',
    description: CROSSING,
    ...object(Object.fromEntries(groups.map(([name, group]) => [name, groupSchema(group)]))),
    if: partly({ envelope: partly({ level: { const: 'standard' } }) }),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits a schema.
    then: partly(
      Object.fromEntries(groups.flatMap(([name, group]) => (isEnhanced(group) ? [[name, nothingOf(group)]] : []))),
    ),
  };
}

const CROSSING =
  'Rules that cross fields are not in this schema: days exist in the calendar; times of usage and logs never go back; ' +
  'rows of histograms follow the order of the lists, each at most once, with as many buckets and counts as they ' +
  'announce, and only the first bucket of a row may be 0 while their sum stays below the number of buckets; two errors ' +
  'differ in more than foreign and count; an error that was thrown has a class and no reason, and a crash has no class.';

function groupSchema(group: Group): JsonSchema {
  const { layout, fields, rows = 0 } = group;
  switch (layout) {
    case 'whole':
      return {
        ...object(properties(fields)),
        required: Object.keys(fields).filter((name) => neverExpires(fields[name])),
      };
    case 'sparse':
      return { ...object(properties(fields, 1)), required: [] };
    case 'table':
    case 'uses':
      return list(object(properties(fields)), rows);
    case 'histogram':
      return histogramColumns(group);
    case 'reports':
      return list(countedReport(group), rows);
    case 'lines':
      return list(logLine(group), rows);
  }
}

const neverExpires = (field: FieldSpec | undefined) => field?.expires === 'never';

/** Whether nothing of a group is covered by the standard level. */
function isEnhanced(group: Group): boolean {
  return [...Object.values(group.fields), ...(group.word ? [group.word] : [])].every(
    ({ level }) => level === 'enhanced',
  );
}

function nothingOf({ layout }: Group): JsonSchema {
  return layout === 'whole' || layout === 'sparse'
    ? { type: 'object', maxProperties: 0 }
    : { type: 'array', maxItems: 0 };
}

/** Histograms as columns; rows i of all but the last two belong together. */
function histogramColumns({ fields }: Group): JsonSchema {
  const { bucket, count, ...keys } = fields;
  const most = Object.values(keys).reduce((product, { type }) => product * wordsOfType(type).length, 1);
  const buckets = { type: 'integer', minimum: 1, maximum: MAX_BUCKETS };
  return object({
    ...Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, list(fieldSchema(key), most)])),
    buckets: list({ ...buckets, description: 'How many of the next buckets and counts are of this row.' }, most),
    ...(bucket && {
      bucket: list(
        {
          ...fieldSchema(bucket),
          description: `${bucket.texts.en[1]} As the distance from the one before in its row.`,
        },
        most * MAX_BUCKETS,
      ),
    }),
    ...(count && { count: list(fieldSchema(count, 1), most * MAX_BUCKETS) }),
  });
}

function countedReport({ fields }: Group): JsonSchema {
  const { file, line, column, count, ...once } = fields;
  const frame = Object.fromEntries(
    Object.entries({ file, line, column }).flatMap(([name, field]) => (field ? [[name, field]] : [])),
  );
  const frames = { ...list(object(properties(frame)), MAX_FRAMES), description: 'Innermost first.' };
  return object({
    report: object({ ...properties(once), frames }),
    ...(count && { count: fieldSchema(count, 1) }),
  });
}

/** A code decides which values go with it. */
function logLine({ fields, lines = {} }: Group): JsonSchema {
  const { value, ...always } = fields;
  const kinds = Object.entries(lines).map(([code, { title, parameters }]) => ({
    description: title.en,
    ...partly({ code: { const: code }, values: tuple(Object.values(parameters).map((type) => typeSchema(type))) }),
  }));
  const values = { type: 'array', description: value?.texts.en[1] };
  return { ...object({ ...properties(always), values }), oneOf: kinds };
}

function tuple(items: readonly JsonSchema[]): JsonSchema {
  // An empty list of items is no JSON Schema.
  if (items.length === 0) return { type: 'array', maxItems: 0 };
  return { type: 'array', prefixItems: items, minItems: items.length, items: false };
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

function properties(fields: Group['fields'], least = 0): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field, least)]));
}

function fieldSchema({ type, texts }: FieldSpec, least = 0): JsonSchema {
  return { ...typeSchema(type, least), description: texts.en[1] };
}

function typeSchema(type: FieldType, least = 0): JsonSchema {
  if (type.kind === 'enum') {
    const words = wordsOfType(type);
    // An empty list of values is no JSON Schema; a list without words has no value.
    return words.length === 0 ? { not: {} } : { enum: words };
  }
  if (type.kind === 'uint') return { type: 'integer', minimum: least, maximum: type.max };
  const { pattern, length } = textRule(type) ?? {};
  return { type: 'string', pattern, ...(length && { minLength: length.min, maxLength: length.max }) };
}
