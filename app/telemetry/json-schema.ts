import { BATCH_FORMAT } from './batch.ts';
import { type FieldType, pattern } from './field-types.ts';
import { MAX_BATCH_EVENTS } from './limits.ts';
import { context, dropped, envelope, type FieldSpec, usage } from './registry.ts';

export type JsonSchema = { readonly [key: string]: unknown };

/**
 * JSON Schema (2020-12) of a decoded batch, made from the event registry. It says everything but the rules that
 * cross fields: columns have one length, indices lie inside their dictionary, times add up to at most 31 days.
 */
export function batchJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Candor batch, decoded',
    ...object(
      {
        format: { const: BATCH_FORMAT },
        envelope: group(envelope, 'all'),
        context: group(context, 'all'),
        usage: object(
          {
            commands: { ...column(typeSchema(usage.command.type)), uniqueItems: true },
            sources: { ...column(typeSchema(usage.source.type)), uniqueItems: true },
            command: column({ type: 'integer', minimum: 0, maximum: MAX_BATCH_EVENTS }),
            source: column({ type: 'integer', minimum: 0, maximum: MAX_BATCH_EVENTS }),
            time: column({
              type: 'integer',
              minimum: 0,
              maximum: usage.time.type.max,
              description: usage.time.purpose,
            }),
          },
          'all',
        ),
        dropped: group(dropped, 'some'),
      },
      'all',
    ),
  };
}

function object(properties: Readonly<Record<string, JsonSchema>>, presence: 'all' | 'some'): JsonSchema {
  const required = presence === 'all' ? Object.keys(properties) : [];
  return { type: 'object', properties, required, additionalProperties: false };
}

function group(fields: Readonly<Record<string, FieldSpec>>, presence: 'all' | 'some'): JsonSchema {
  const properties = Object.entries(fields).map(
    ([name, field]) => [name, { ...typeSchema(field.type), description: field.purpose }] as const,
  );
  return object(Object.fromEntries(properties), presence);
}

function column(items: JsonSchema): JsonSchema {
  return { type: 'array', maxItems: MAX_BATCH_EVENTS, items };
}

function typeSchema(type: FieldType): JsonSchema {
  if (type.kind === 'enum') return { enum: type.values };
  if (type.kind === 'uint') return { type: 'integer', minimum: 0, maximum: type.max };
  return { type: 'string', pattern: pattern(type) };
}
