import { bucketOf, type Condition, commonRegistry, type ErrorFilter } from 'candor-client/core';
import type { QueryParameters } from '../../storage/storage.ts';

/** A condition over the batches of a session. Values are parameters; fields and columns are of closed lists. */
export interface ConditionSql {
  /** Figures of a session, each an aggregate over its batches, by names of their own. */
  readonly figures: readonly string[];
  /** Whether it holds, of these figures: 0 or 1. */
  readonly holds: string;
  readonly parameters: QueryParameters;
}

/**
 * Why history does not tell whether a condition holds. `settings`: they leave the computer at the enhanced level alone, and the
 * app looks at its own at either.
 */
export type NotTold = 'settings';

/** Why a condition is not answered on history; `undefined` where it is. */
export function notTold({ field }: Condition): NotTold | undefined {
  return field === 'configuration' ? 'settings' : undefined;
}

/**
 * A condition as `evaluate` of candor-client looks at it in one session.
 * @param name that its figures and parameters begin with; no other condition of the statement has it.
 * @throws RangeError of one that history does not tell ({@link notTold}).
 */
export function conditionSql(condition: Condition, name: string): ConditionSql {
  switch (condition.field) {
    case 'envelope.level':
      return context('level', name, { value: condition.value }, `has({${name}_value:Array(String)}, ${name})`);
    case 'configuration':
      throw new RangeError('history does not tell settings');
    case 'usage.command':
      return counted(condition, name, `countEqual(usage.command, {${name}_of:String})`, { of: condition.of });
    case 'usage.sequence':
      return counted(condition, name, sequences(name), {
        first: condition.of[0],
        second: condition.of[1],
        third: condition.of[2],
      });
    case 'operations.duration':
      return duration(condition, name);
    case 'operations.count':
      return counted(condition, name, timed(name, 'arraySum(counts)'), {
        of: condition.of,
        outcome: condition.outcome,
      });
    case 'counts':
      return counted(
        condition,
        name,
        `arraySum(arrayMap((id, n) -> if(id = {${name}_of:String}, toUInt64(n), 0), counts.id, counts.count))`,
        { of: condition.of },
      );
    case 'errors.count':
      return counted(condition, name, reports(name, condition.of), condition.of as Readonly<Record<string, string>>);
    default:
      return ofContext(condition, name);
  }
}

/** Of a value that is the same in all batches of a session; nothing holds of one that is not there. */
function context(
  column: string,
  name: string,
  parameters: Readonly<Record<string, string | number | readonly string[]>>,
  holds: string,
): ConditionSql {
  return {
    figures: [`min(toString(${column})) AS ${name}`],
    holds: `ifNull(${holds}, 0)`,
    parameters: named(name, parameters),
  };
}

type Counted = { readonly op: 'at-least' | 'below'; readonly value: number };

/** How often something happened in a session, by how often it did in each batch. */
function counted(
  { op, value }: Counted,
  name: string,
  inBatch: string,
  parameters: Readonly<Record<string, string>>,
): ConditionSql {
  return {
    figures: [`sum(${inBatch}) AS ${name}`],
    holds: `${name} ${op === 'below' ? '<' : '>='} {${name}_value:UInt64}`,
    parameters: named(name, { ...parameters, value }),
  };
}

const named = (name: string, parameters: QueryParameters): QueryParameters =>
  Object.fromEntries(Object.entries(parameters).map(([part, value]) => [`${name}_${part}`, value]));

/** How often three commands directly followed each other; over the end of a batch, which holds 10 000 uses, none is seen. */
function sequences(name: string): string {
  const from = (place: number) =>
    `arraySlice(usage.command, ${place}, toInt64(greatest(length(usage.command), 2)) - 2)`;
  const are = ['first', 'second', 'third'].map((step) => `${step} = {${name}_${step}:String}`).join(' AND ');
  return `arrayCount((first, second, third) -> ${are}, ${from(1)}, ${from(2)}, ${from(3)})`;
}

/** A figure of the histogram of an operation and outcome. @param of over its `buckets` and `counts`. */
function timed(name: string, of: string): string {
  return `arraySum(arrayMap((operation, outcome, buckets, counts) ->
    if(operation = {${name}_of:String} AND outcome = {${name}_outcome:String}, toUInt64(${of}), 0),
    operations.operation, operations.outcome, operations.bucket, operations.count))`;
}

/** The duration at a quantile is that long when no more durations lie in lower buckets than its rank. */
function duration(
  { of, outcome, quantile, value }: Extract<Condition, { readonly field: 'operations.duration' }>,
  name: string,
): ConditionSql {
  const lower = `arraySum(arrayMap((bucket, n) -> if(bucket < {${name}_bucket:UInt16}, n, 0), buckets, counts))`;
  return {
    figures: [`sum(${timed(name, 'arraySum(counts)')}) AS ${name}`, `sum(${timed(name, lower)}) AS ${name}_lower`],
    holds: `${name} > 0 AND ${name}_lower <= floor({${name}_quantile:Float64} * (${name} - 1))`,
    parameters: named(name, { of, outcome, quantile, bucket: bucketOf(value * 1000) }),
  };
}

/** Reports of errors that are as a filter says in all of its parts; `file` is that of one of the steps. */
function reports(name: string, filter: ErrorFilter): string {
  const parts = Object.keys(filter);
  const are = parts.map((part) =>
    part === 'file' ? `has(file, {${name}_file:String})` : `${part} = {${name}_${part}:String}`,
  );
  const lists = parts.map((part) => `errors.${part}`);
  return `arraySum(arrayMap((n, ${parts.join(', ')}) -> if(${are.join(' AND ')}, toUInt64(n), 0), errors.count, ${lists.join(', ')}))`;
}

/** More parts than a version has. */
const VERSION_PARTS = 8;

/** "1.10" above "1.9", and "1.0" as "1.0.0". */
const parts = (version: string) =>
  `arrayResize(arrayMap(part -> toUInt32OrZero(part), splitByChar('.', ${version})), ${VERSION_PARTS}, toUInt32(0))`;

function ofContext(
  { field, op, value }: Extract<Condition, { readonly field: `context.${string}` }>,
  name: string,
): ConditionSql {
  const column = field.slice('context.'.length);
  const { kind } = commonRegistry.context.fields[column as keyof typeof commonRegistry.context.fields].type;
  if (typeof value === 'object') {
    const listed = `{${name}_value:Array(String)}`;
    const is =
      kind === 'version'
        ? `arrayExists(one -> ${parts('one')} = ${parts(`assumeNotNull(${name})`)}, ${listed})`
        : `has(${listed}, assumeNotNull(${name}))`;
    // A number that is none of a product's would be one of nothing.
    return context(column, name, { value }, `if(${name} IS NULL, 0, ${op === 'is' ? is : `NOT ${is}`})`);
  }
  const sign = op === 'below' ? '<' : '>=';
  return typeof value === 'number'
    ? context(column, name, { value }, `toUInt64OrNull(${name}) ${sign} {${name}_value:UInt64}`)
    : context(
        column,
        name,
        { value },
        `if(${name} IS NULL, 0, ${parts(`assumeNotNull(${name})`)} ${sign} ${parts(`{${name}_value:String}`)})`,
      );
}
