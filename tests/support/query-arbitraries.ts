import fc from 'fast-check';
import { type Field, fields, flagsOf } from '../../app/query/fields.ts';
import { formatQuery } from '../../app/query/format.ts';
import { needsHistory } from '../../app/query/needs.ts';
import { operatorsOf } from '../../app/query/operand.ts';
import { parseQuery } from '../../app/query/parse.ts';
import {
  type Aggregate,
  aggregates,
  type Flag,
  type ObjectType,
  type Operand,
  objectTypes,
  type Query,
  type Row,
  type Shown,
  type Step,
  type Term,
  type TimeClause,
  type Value,
} from '../../app/query/query.ts';
import { aggregateFits, shownText } from '../../app/query/shown.ts';

/** Noon of a Saturday, local time: the clock of the tests. */
export const NOW = new Date(2026, 10, 28, 12, 0, 0).getTime();
const HOUR = 3_600_000;

/** Texts that rows and queries both have, so that queries find something. */
const somewhere = [
  'firefox',
  'Firefox',
  'sshd',
  'node',
  'Straße',
  'ΣΊΣΥΦΟΣ',
  'İzmir',
  'naïve',
  '🦊',
  'a b',
  'x"y',
  '%',
  '_',
  'ﬀ',
];
const text = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...somewhere) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }).filter(isReadable) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-zA-Z0-9.,()|:=<>~"\\ -]{1,6}$/) },
);

function isReadable(written: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what no query holds.
  return !/[\u0000-\u001f\u007f-\u009f]|\p{Surrogate}/u.test(written);
}

const moment = fc.constantFrom(
  '00:00',
  '11:30',
  '11:30:15',
  'yesterday',
  'yesterday 18:00',
  'today 09:00',
  '2026-11-28',
  '2026-11-28 11:00',
  'boot',
  'now',
  '30m ago',
);
const patterns = ['^f', 'o+', 'x$', '(?i)^FIRE', '[^a-m]', 'n.d', '\\bnode\\b', '^$', '(a|o)d', '\\w{2,4}\\s', '.'];

function number(kind: Field['kind']): fc.Arbitrary<number> {
  if (kind === 'percent') return fc.integer({ min: 0, max: 40_000 }).map((hundredths) => hundredths / 100);
  if (kind === 'integer') return fc.oneof(fc.constantFrom(0, 1, 3000, 443), fc.integer({ min: -20, max: 70_000 }));
  return fc.oneof(fc.constantFrom(0, 1000, 500_000_000, 1_048_576, 60_000), fc.integer({ min: 0, max: 2 ** 40 }));
}

function single(field: Field): fc.Arbitrary<string | number> {
  if (field.kind === 'text') return fc.oneof({ weight: 8, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') });
  if (field.kind === 'choice') return fc.constantFrom(...(field.choices ?? []));
  if (field.kind === 'yes-no') return fc.constantFrom('yes', 'no');
  return field.kind === 'moment' ? moment : number(field.kind);
}

function comparison(field: Field): fc.Arbitrary<Term> {
  return fc.constantFrom(...operatorsOf(field)).chain((operator) => {
    const one = (operator === '~' ? fc.constantFrom(...patterns) : single(field)).map(
      (value): Operand => ({ kind: 'one', value }),
    );
    const any = fc
      .array(single(field), { minLength: 2, maxLength: 3 })
      .map((values): Operand => ({ kind: 'any', values }));
    const ends = fc.tuple(single(field), single(field)).map(([low, high]): Operand => {
      const turned = typeof low === 'number' && typeof high === 'number' && low > high;
      return { kind: 'range', low: turned ? high : low, high: turned ? low : high } as Operand;
    });
    const equal = operator === ':' || operator === '=' || operator === '!=';
    const ranged = equal && field.kind !== 'text' && field.kind !== 'choice' && field.kind !== 'yes-no';
    const operand = fc.oneof(one, ...(equal ? [any] : []), ...(ranged ? [ends] : []));
    return operand.map((value): Term => ({ kind: 'field', field: field.id, operator, operand: value }));
  });
}

function word(): fc.Arbitrary<Term> {
  const bare = fc.constantFrom('firefox', 'FIRE', 'ode', '3000', '4', 'ss', 'straße', 'σ', 'at.all', '🦊', '--flag');
  return fc.oneof(
    bare.map((written): Term => ({ kind: 'word', text: written, phrase: false })),
    text
      .filter((written) => written.trim() !== '')
      .map((written): Term => ({ kind: 'word', text: written, phrase: true })),
  );
}

function leaf(type: ObjectType, usable: readonly Field[], flags: readonly Flag[]): fc.Arbitrary<Term> {
  const isFlag = flags.length === 0 ? [] : [fc.constantFrom(...flags).map((flag): Term => ({ kind: 'is', flag }))];
  const some = usable.some(({ searched }) => searched === true) || type !== 'device';
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usable).chain(comparison) },
    ...(some ? [{ weight: 1, arbitrary: word() }] : []),
    ...isFlag.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

function terms(type: ObjectType, usable: readonly Field[], flags: readonly Flag[], depth = 2): fc.Arbitrary<Term> {
  const simple = leaf(type, usable, flags);
  if (depth === 0) return simple;
  const inner = terms(type, usable, flags, depth - 1);
  const some = fc.array(inner, { minLength: 1, maxLength: 2 });
  const either = fc
    .array(some, { minLength: 2, maxLength: 3 })
    .map((alternatives): Term => ({ kind: 'or', alternatives }));
  const several = fc
    .array(inner, { minLength: 2, maxLength: 3 })
    .map((all): Term => ({ kind: 'or', alternatives: [all] }));
  const not = fc.oneof(inner, several).map((term): Term => (term.kind === 'not' ? term : { kind: 'not', term }));
  return fc.oneof({ weight: 5, arbitrary: simple }, { weight: 1, arbitrary: either }, { weight: 2, arbitrary: not });
}

const time = fc.oneof(
  moment.map((written): TimeClause => ({ kind: 'at', moment: { text: written } })),
  moment.map((written): TimeClause => ({ kind: 'since', moment: { text: written } })),
  fc
    .tuple(moment, moment)
    .map(([from, to]): TimeClause => ({ kind: 'between', from: { text: from }, to: { text: to } })),
  fc
    .constantFrom(1, 1500, 60_000, 90 * 60_000, 24 * HOUR, 14 * 24 * HOUR)
    .map((last): TimeClause => ({ kind: 'during', last })),
);

function shown(usable: readonly Field[]): fc.Arbitrary<Shown> {
  const all = usable.flatMap((field) =>
    aggregates
      .filter((aggregate) => aggregateFits(aggregate, field))
      .map((aggregate): Shown => ({ aggregate, field: field.id })),
  );
  return fc.constantFrom({ aggregate: 'count' as Aggregate, field: null }, ...all);
}

function sortOf(names: readonly string[]): fc.Arbitrary<Step> {
  return fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
    .chain((chosen) => fc.tuple(...chosen.map((field) => fc.boolean().map((descending) => ({ field, descending })))))
    .map((by): Step => ({ kind: 'sort', by }));
}

function steps(usable: readonly Field[]): fc.Arbitrary<readonly Step[]> {
  const ids = usable.map(({ id }) => id);
  const chosen = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 3 });
  const limit = fc.integer({ min: 1, max: 20 }).map((count): Step => ({ kind: 'limit', count }));
  const columns = (names: readonly string[]) =>
    fc
      .uniqueArray(fc.constantFrom(...names), { minLength: 1 })
      .map((list): Step => ({ kind: 'columns', fields: list }));
  const some = (...arbitraries: readonly fc.Arbitrary<Step>[]) =>
    fc
      .tuple(...arbitraries.map((one) => fc.option(one, { freq: 2 })))
      .map((list) => list.filter((step) => step !== null));
  const grouped = fc
    .tuple(
      fc.option(chosen.map((list): Extract<Step, { kind: 'by' }> => ({ kind: 'by', fields: list }))),
      fc.option(
        fc
          .uniqueArray(shown(usable), { minLength: 1, maxLength: 3, selector: shownText })
          .map((list): Extract<Step, { kind: 'show' }> => ({ kind: 'show', shown: list })),
      ),
    )
    .filter(([by, show]) => by !== null || show !== null)
    .chain(([by, show]) => {
      const names = [...(by?.fields ?? []), ...(show?.shown.map(shownText) ?? ['count()'])];
      return some(sortOf(names), limit, columns(names)).map((rest) =>
        [by, show, ...rest].filter((step) => step !== null),
      );
    });
  return fc.oneof({ weight: 3, arbitrary: some(sortOf(ids), limit, columns(ids)) }, { weight: 2, arbitrary: grouped });
}

/** Queries as the parser makes them, of any type, about the present or about the past. */
export const arbitraryQuery: fc.Arbitrary<Query> = fc
  .tuple(fc.constantFrom(...objectTypes), fc.boolean())
  .chain(([type, past]) => {
    const list: readonly Field[] = fields[type];
    const usable = list.filter(({ only }) => only === undefined || only === (past ? 'history' : 'now'));
    return fc
      .record({
        terms: fc.array(terms(type, usable, flagsOf[type]), { maxLength: 3 }),
        time: past ? time : fc.constant(null),
        steps: steps(usable),
      })
      .map((rest): Query => ({ type, ...rest }));
  })
  // A flag of the past makes a query one about it, and then it may not have fields of the present.
  .filter((query) => query.time !== null || !needsHistory(query));

/** Texts of queries: such as can be read, with slips, and nothing at all like one. */
export const arbitraryText: fc.Arbitrary<string> = fc.oneof(
  arbitraryQuery.map(formatQuery),
  fc
    .tuple(arbitraryQuery.map(formatQuery), fc.nat(), fc.string({ maxLength: 3, unit: 'binary' }))
    .map(
      ([written, at, put]) =>
        written.slice(0, at % (written.length + 1)) + put + written.slice((at + 1) % (written.length + 1)),
    ),
  fc.array(fc.constantFrom(...hostilePieces()), { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.array(fc.constantFrom(...hostilePieces()), { maxLength: 20 }).map((pieces) => pieces.join(' ')),
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.string({ maxLength: 40 }),
);

/** Pieces that a query is made of, and pieces that do harm to readers of texts. */
export function hostilePieces(): readonly string[] {
  return [
    ...['process', 'ports', 'changed', 'cpu', 'name', 'is', 'state', 'memory', 'started', 'port', 'nmae', '__proto__'],
    ...[
      'constructor',
      'toString',
      ':',
      '=',
      '!=',
      '>',
      '>=',
      '<',
      '<=',
      '~',
      '==',
      '!~',
      '≥',
      ':>',
      '..',
      ',',
      '|',
      '-',
    ],
    ...[
      '--',
      '(',
      ')',
      'OR',
      'or',
      'AND',
      'NOT',
      '"',
      '“',
      '”',
      '""',
      "'",
      ' ',
      '\u00a0',
      '\u3000',
      '\t',
      '\n',
      '20',
      '20%',
    ],
    ...[
      '500 MB',
      '5m',
      '1e999',
      '9'.repeat(400),
      '-1',
      '3000-3010',
      '1..2',
      '٣٠٠٠',
      '３',
      'new',
      'gone',
      'zombie',
      'at',
    ],
    ...['during', 'since', '14:02', '25:99', 'yesterday', '18:00', '2026-02-30', 'boot', 'now', '5m ago', 'by', 'show'],
    ...[
      'sort',
      'limit',
      'columns',
      'max(cpu)',
      'count()',
      'desc',
      'where',
      'summarize',
      'order by',
      'take 10',
      '(a+)+$',
    ],
    ...[
      '\u0000',
      '\u202e',
      '\ud800',
      '\udfff',
      'مرحبا',
      'שלום',
      '\\',
      '\\d{2,9999}',
      '(?i)',
      '[',
      ']',
      '{',
      '}',
      '$1',
      ';--',
    ],
    ...['during past 7d', '@"', "'a'", 'ago(1h)', 'a'.repeat(200)],
  ];
}

function value(field: Field): fc.Arbitrary<Value> {
  const missing = { weight: 1, arbitrary: fc.constant<Value>(field.kind === 'moment' ? 0 : null) };
  if (field.kind === 'text')
    return fc.oneof({ weight: 6, arbitrary: text }, { weight: 1, arbitrary: fc.constant('') }, missing);
  if (field.kind === 'choice')
    return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...(field.choices ?? [])) }, missing);
  if (field.kind === 'yes-no') return fc.oneof({ weight: 6, arbitrary: fc.boolean() }, missing);
  if (field.kind !== 'moment') return fc.oneof({ weight: 6, arbitrary: number(field.kind) }, missing);
  const at = fc.integer({ min: -40 * HOUR, max: 0 }).map((before) => NOW + Math.round(before / 900_000) * 900_000);
  return fc.oneof({ weight: 6, arbitrary: at }, missing, { weight: 1, arbitrary: fc.constant(null) });
}

/** Rows of a type as the history has them, with all its fields and flags; their keys differ. */
export function arbitraryRows(type: ObjectType): fc.Arbitrary<readonly Row[]> {
  const list: readonly Field[] = fields[type];
  const row = fc.record<Record<string, Value>>({
    key: fc.string({ unit: 'grapheme', maxLength: 3 }).filter(isReadable),
    ...Object.fromEntries(list.map((field) => [field.property, value(field)])),
    ...Object.fromEntries(flagsOf[type].map((flag) => [`is:${flag}`, fc.boolean()])),
  });
  return fc
    .uniqueArray(row, { maxLength: 12, selector: ({ key }) => key })
    .map((rows) => rows as unknown as readonly Row[]);
}

/** What a text says, read anew after it was written again. */
export function readAgain(query: Query): Query | null {
  return parseQuery(formatQuery(query)).query;
}
