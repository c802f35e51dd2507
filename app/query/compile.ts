import { fold } from './characters.ts';
import { columnsOf } from './columns.ts';
import { conditionOf, flagProperty, orderProperty } from './conditions.ts';
import { type Field, fields, findField } from './fields.ts';
import { fieldsUsed, flagsUsed, usesWords } from './needs.ts';
import { orderOf, type SortColumn, standardOrder } from './order.ts';
import type { AnswerColumn, ObjectType, Query, Shown, Term, Value } from './query.ts';
import { groupingOf, shownText } from './shown.ts';
import { conditionSql, fieldsOfWord, isNumber, searchedSql, wordSql } from './test-sql.ts';
import type { TimeContext } from './time.ts';

/** Rows to ask of, as a SELECT whose columns are the properties of the fields, `key`, and `is:…` for flags. */
export interface Relation {
  readonly sql: string;
  /** Those of its `$1`, `$2`, … */
  readonly parameters: readonly Value[];
}

export interface Compiled {
  readonly sql: string;
  readonly parameters: readonly Value[];
  readonly columns: readonly AnswerColumn[];
}

/**
 * The SQL of DuckDB for a query over a relation. Names in it are those of the catalogue; whatever a person has written is
 * a parameter. The rows it gives have a `key`, and numbers are DOUBLE. Its time is for the relation to see to.
 * @param options.limit most rows to be given; fewer when the query says so
 */
export function compileQuery(
  query: Query,
  relation: Relation,
  { limit, ...context }: TimeContext & { readonly limit: number },
): Compiled {
  const columns = columnsOf(query);
  const grouping = groupingOf(query);
  const select = (from: string) =>
    grouping === null
      ? `SELECT ${selected(query.type, columns)} ${from}`
      : `SELECT ${groupKey(query.type, grouping.by)} AS "key", "groups".* FROM (${groupedSql(query.type, grouping, from)}) AS "groups"`;
  return { ...found(query, relation, select, { limit, ...context }), columns };
}

/**
 * The first half of an answer in two steps, for a query without groups: which rows are found, in their order, each as its
 * place. Wide rows that nobody may ever look at need not be sorted for it.
 * @param where properties of the relation that say where a row is held, the first of them which row it is
 */
export function compilePlaces(
  query: Query,
  relation: Relation,
  where: readonly [string, ...string[]],
  options: TimeContext & { readonly limit: number },
): Omit<Compiled, 'columns'> {
  // Rows that nobody has put in an order may stand in any where they are equal, and a key is long.
  const tie = needsStandardOrder(query) ? where[0] : 'key';
  return found(query, relation, (from) => `SELECT ${where.map(identifier).join(', ')} ${from}`, { ...options, tie });
}

/**
 * The second half: what is shown of rows that are chosen already.
 * @param beside properties of the relation that are told with it
 */
export function compileChosen(
  type: ObjectType,
  columns: readonly AnswerColumn[],
  relation: Relation,
  beside: readonly string[],
): Compiled {
  const sql = `SELECT ${[...beside.map(identifier), selected(type, columns)].join(', ')} FROM (${relation.sql}) AS "objects"`;
  return { sql, parameters: relation.parameters, columns };
}

function selected(type: ObjectType, columns: readonly AnswerColumn[]): string {
  return ['"key"', ...columns.map((column) => plainColumn(type, column))].join(', ');
}

function found(
  query: Query,
  relation: Relation,
  select: (from: string) => string,
  { limit, tie = 'key', ...context }: TimeContext & { readonly limit: number; readonly tie?: string },
): Omit<Compiled, 'columns'> {
  const sql = new Sql(relation.parameters);
  const where = new TermCompiler(query.type, context, sql).all(query.terms);
  const rows = select(`FROM (${relation.sql}) AS "objects" WHERE ${where}`);
  const asked = query.steps.find((step) => step.kind === 'limit')?.count ?? limit;
  const order = [...orderSql(query, groupingOf(query) === null), identifier(tie)].join(', ');
  return {
    sql: `${rows} ORDER BY ${order} LIMIT ${sql.parameter(Math.min(limit, asked))}`,
    parameters: sql.parameters,
  };
}

/** Properties and flags by which rows are found, grouped and sorted: what a relation must have before it is cut. */
export function matchedFields(query: Query): ReadonlySet<string> {
  const { type } = query;
  const list: readonly Field[] = fields[type];
  const needed = new Set<string>([...flagsUsed(query)].map(flagProperty));
  const used = fieldsUsed({ ...query, steps: query.steps.filter(({ kind }) => kind !== 'columns') });
  for (const name of used) needed.add(findField(type, name)?.property ?? name);
  if (usesWords(query)) for (const { property, searched } of list) if (searched !== undefined) needed.add(property);
  const ends = groupingOf(query)?.shown.some(({ aggregate }) => aggregate === 'first' || aggregate === 'last');
  if (ends === true) needed.add(orderProperty[type]);
  if (needsStandardOrder(query)) needed.add(standardOrder(type));
  return needed;
}

/** All properties and flags that a relation must have to answer a query, but for its `key`. */
export function neededFields(query: Query): ReadonlySet<string> {
  const shown = groupingOf(query) === null ? columnsOf(query).map(({ property }) => property) : [];
  return new Set([...matchedFields(query), ...shown]);
}

function needsStandardOrder(query: Query): boolean {
  return groupingOf(query) === null && orderOf(query).length === 0;
}

class Sql {
  readonly parameters: Value[];

  constructor(parameters: readonly Value[]) {
    this.parameters = [...parameters];
  }

  parameter(value: Value): string {
    this.parameters.push(value);
    return `$${this.parameters.length}`;
  }
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A column in which what is not known is NULL. */
function known({ kind, property }: Field): string {
  const column = identifier(property);
  if (kind === 'text' || kind === 'choice') return `NULLIF(${column}, '')`;
  return kind === 'moment' ? `NULLIF(${column}, 0)` : column;
}

function plainColumn(type: ObjectType, { property, field: name }: AnswerColumn): string {
  const field = name === null ? undefined : findField(type, name);
  const column = identifier(property);
  return field !== undefined && isNumber(field) ? `CAST(${column} AS DOUBLE) AS ${column}` : column;
}

/** Words that are looked for in each place by itself, which is faster; of hundreds DuckDB would plan for minutes. */
const MANY_WORDS = 8;

class TermCompiler {
  readonly #type: ObjectType;
  readonly #context: TimeContext;
  readonly #sql: Sql;
  #words = 0;

  constructor(type: ObjectType, context: TimeContext, sql: Sql) {
    this.#type = type;
    this.#context = context;
    this.#sql = sql;
  }

  all(terms: readonly Term[]): string {
    return terms.length === 0 ? 'true' : this.#tests(terms).join(' AND ');
  }

  /** What stands twice is asked once. */
  #tests(terms: readonly Term[]): readonly string[] {
    const different = new Map(terms.map((term) => [JSON.stringify(term), term]));
    return [...different.values()].map((term) => this.#term(term));
  }

  /** What is not known is NULL, and so not found; only a negation has to say so. */
  #term(term: Term): string {
    switch (term.kind) {
      case 'word':
        return this.#word(term.text);
      case 'is':
        return identifier(flagProperty(term.flag));
      case 'not':
        return negated(this.#term(term.term));
      case 'or':
        return this.#either(term.alternatives);
      case 'field': {
        const field = findField(this.#type, term.field);
        if (field === undefined) return 'false';
        const condition = conditionOf(field, term.operator, term.operand, this.#context);
        const column = identifier(field.property);
        const test = conditionSql(column, condition.test, (value) => this.#sql.parameter(value));
        return condition.negated ? negated(test) : test;
      }
    }
  }

  #either(alternatives: readonly (readonly Term[])[]): string {
    const different = new Map(alternatives.map((terms) => [JSON.stringify(terms), terms]));
    return `(${[...different.values()].map((terms) => `(${this.all(terms)})`).join(' OR ')})`;
  }

  #word(text: string): string {
    const searched = fieldsOfWord(this.#type, text);
    if (searched.length === 0) return 'false';
    const parameter = (value: Value) => this.#sql.parameter(value);
    this.#words += 1;
    if (this.#words > MANY_WORDS) {
      // No word holds what stands between the places.
      const places = searched.map((field) => searchedSql(field, identifier(field.property)));
      return `contains(concat_ws(chr(31), ${places.join(', ')}), ${parameter(fold(text))})`;
    }
    return `(${searched.map((field) => wordSql(field, identifier(field.property), text, parameter)).join(' OR ')})`;
  }
}

function negated(test: string): string {
  return `NOT coalesce(${test}, false)`;
}

function byFields(type: ObjectType, by: readonly string[]): readonly Field[] {
  return by.flatMap((name) => findField(type, name) ?? []);
}

function groupedSql(
  type: ObjectType,
  { by, shown }: { readonly by: readonly string[]; readonly shown: readonly Shown[] },
  from: string,
): string {
  const named = byFields(type, by).map((field) => {
    const column = known(field);
    return `${isNumber(field) ? `floor(CAST(${column} AS DOUBLE))` : column} AS ${identifier(field.property)}`;
  });
  const reckoned = shown.map((one) => `${aggregateSql(type, one)} AS ${identifier(shownText(one))}`);
  const places = named.map((_, index) => index + 1).join(', ');
  return `SELECT ${[...named, ...reckoned].join(', ')} ${from}${places === '' ? '' : ` GROUP BY ${places}`}`;
}

/** The values of a group, in whole numbers, with a separator between them. */
function groupKey(type: ObjectType, by: readonly string[]): string {
  const values = byFields(type, by).map((field) => {
    const column = identifier(field.property);
    const text = isNumber(field) ? `CAST(CAST(${column} AS BIGINT) AS VARCHAR)` : `CAST(${column} AS VARCHAR)`;
    return `coalesce(${text}, '')`;
  });
  return values.length === 0 ? "''" : values.join(' || chr(31) || ');
}

function aggregateSql(type: ObjectType, { aggregate, field: name }: Shown): string {
  const field = name === null ? undefined : findField(type, name);
  if (field === undefined) return 'CAST(count(*) AS DOUBLE)';
  const column = isNumber(field) ? `CAST(${known(field)} AS DOUBLE)` : known(field);
  switch (aggregate) {
    case 'count':
      return `CAST(count(${column}) AS DOUBLE)`;
    case 'p50':
      return `quantile_cont(${column}, 0.5)`;
    case 'p95':
      return `quantile_cont(${column}, 0.95)`;
    case 'first':
    case 'last': {
      // Rows that began together follow by key; NULL never counts.
      const order = `coalesce(${identifier(orderProperty[type])}, 0)`;
      return `${aggregate}(${column} ORDER BY ${order}, "key") FILTER (WHERE ${column} IS NOT NULL)`;
    }
    default:
      return `${aggregate}(${column})`;
  }
}

function orderSql(query: Query, ofObjects: boolean): readonly string[] {
  const order = orderOf(query);
  const standard = needsStandardOrder(query) ? [`${identifier(standardOrder(query.type))} DESC NULLS LAST`] : [];
  return [...order.flatMap((column) => sortSql(column, ofObjects)), ...standard];
}

function sortSql({ property, descending, text, moment }: SortColumn, ofObjects: boolean): readonly string[] {
  const column = identifier(property);
  const direction = descending ? 'DESC NULLS LAST' : 'ASC NULLS LAST';
  if (!text) return [`${moment && ofObjects ? `NULLIF(${column}, 0)` : column} ${direction}`];
  const written = `NULLIF(${column}, '')`;
  return [`lower(${written}) ${direction}`, `${written} ${direction}`];
}
