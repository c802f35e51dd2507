import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { compileSuggestions } from '../../../../../client/core/suggestions/for-product.ts';
import { describeProblem } from '../../../../../client/core/suggestions/reading.ts';
import { someDocument, someRule, usedOften } from '../../../../support/signed-suggestions.ts';

const problemsOf = (document: unknown) => compileSuggestions(document, finder).problems.map(describeProblem);
const problemsOfCondition = (condition: unknown) => problemsOf(someDocument([someRule({ when: [condition] })]));

describe('what compiles', () => {
  it.each<[string, unknown]>([
    ['a system', { field: 'context.os', op: 'is', value: ['linux', 'macos'] }],
    ['not a distribution', { field: 'context.distribution', op: 'is-not', value: ['debian'] }],
    ['a version range', { field: 'context.version', op: 'below', value: '1.2.0' }],
    ['some versions', { field: 'context.osVersion', op: 'is', value: ['12', '10.0.19045'] }],
    ['memory', { field: 'context.memory', op: 'below', value: 8 }],
    ['a level', { field: 'envelope.level', op: 'is', value: ['standard'] }],
    ['a setting', { field: 'configuration', of: 'density', op: 'is', value: ['compact'] }],
    ['a setting at its default', { field: 'configuration', of: 'redact', op: 'unchanged' }],
    ['a command', usedOften],
    ['a command that was not used', { field: 'usage.command', of: 'go.search', op: 'below', value: 1 }],
    ['three commands', { field: 'usage.sequence', of: ['go.back', 'go.back', 'go.back'], op: 'at-least', value: 2 }],
    [
      'a duration',
      { field: 'operations.duration', of: 'app.start', outcome: 'ok', quantile: 0.95, op: 'at-least', value: 2000 },
    ],
    ['failures', { field: 'operations.count', of: 'finder.search', outcome: 'failed', op: 'at-least', value: 3 }],
    ['a count', { field: 'counts', of: 'cache.misses', op: 'at-least', value: 100 }],
    ['errors', { field: 'errors.count', of: { class: 'TypeError', file: 'main/engine' }, op: 'at-least', value: 1 }],
  ])('%s', (_, condition) => {
    expect(problemsOfCondition(condition)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a command', { command: 'view.refresh' }],
    ['a setting', { setting: 'theme', value: 'dark' }],
    ['a version', { version: '1.4.2' }],
  ])('%s as a remedy', (_, remedy) => {
    expect(problemsOf(someDocument([someRule({ remedy })]))).toEqual([]);
  });

  it('comes out as it went in', () => {
    expect(compileSuggestions(someDocument(), finder)).toEqual({ document: someDocument(), problems: [] });
  });
});

describe('what does not compile says where and what may stand there', () => {
  it.each<[unknown, string]>([
    [
      { field: 'usage.command', of: 'view.fly', op: 'at-least', value: 3 },
      '/rules/0/when/0/of: expected a command of candor-finder, found "view.fly"',
    ],
    [
      { field: 'organisation.domain', op: 'is', value: ['example.com'] },
      '/rules/0/when/0/field: expected a field of the grammar, found "organisation.domain"',
    ],
    [
      { field: 'context.product', op: 'is', value: ['candor-finder'] },
      '/rules/0/when/0/field: expected a field of the grammar, found "context.product"',
    ],
    [
      { field: 'context.constructor', op: 'is', value: ['x'] },
      '/rules/0/when/0/field: expected a field of the grammar, found "context.constructor"',
    ],
    [{ ...usedOften, op: 'matches' }, '/rules/0/when/0/op: expected "at-least" or "below", found "matches"'],
    [{ ...usedOften, value: '3' }, '/rules/0/when/0/value: expected a whole number from 1 to 4294967295, found "3"'],
    [
      { ...usedOften, value: 1e300 },
      '/rules/0/when/0/value: expected a whole number from 1 to 4294967295, found 1e+300',
    ],
    [
      { ...usedOften, value: undefined },
      '/rules/0/when/0/value: expected a whole number from 1 to 4294967295, found nothing',
    ],
    [{ ...usedOften, unless: [] }, '/rules/0/when/0: expected no field but field, op, of, value, found "unless"'],
    [
      { field: 'context.os', op: 'is', value: ['linux', 'beos'] },
      '/rules/0/when/0/value/1: expected a value of os, found "beos"',
    ],
    [
      { field: 'context.os', op: 'is', value: 'linux' },
      '/rules/0/when/0/value: expected a list of 1 to 16, found "linux"',
    ],
    [
      { field: 'context.version', op: 'below', value: '1.x' },
      '/rules/0/when/0/value: expected a version, "1.2.3", found "1.x"',
    ],
    [
      { field: 'configuration', of: 'theme', op: 'is', value: ['pink'] },
      '/rules/0/when/0/value/0: expected a value of this setting, found "pink"',
    ],
    [
      { field: 'configuration', of: 'toString', op: 'unchanged' },
      '/rules/0/when/0/of: expected a setting of candor-finder, found "toString"',
    ],
    [
      { field: 'usage.sequence', of: ['go.back', 'go.back'], op: 'at-least', value: 1 },
      '/rules/0/when/0/of: expected a list of 3, found a list of 2',
    ],
    [
      { field: 'operations.duration', of: 'app.start', outcome: 'ok', quantile: 0.99, op: 'at-least', value: 1 },
      '/rules/0/when/0/quantile: expected 0.5, 0.9, 0.95, found 0.99',
    ],
    [
      { field: 'errors.count', of: {}, op: 'at-least', value: 1 },
      '/rules/0/when/0/of: expected one of class, code, process, handledBy, reason, file, found an object',
    ],
    ['x', '/rules/0/when/0: expected an object with field, op, found "x"'],
  ])('%j', (condition, problem) => {
    expect(problemsOfCondition(condition)).toEqual([problem]);
  });

  it.each<[string, object, string]>([
    ['no condition', { when: [] }, '/rules/0/when: expected a list of 1 to 3, found a list of 0'],
    ['four', { when: Array(4).fill(usedOften) }, '/rules/0/when: expected a list of 1 to 3, found a list of 4'],
    ['an id that all objects have', { id: 'constructor' }, '/rules/0/id: expected another id, found "constructor"'],
    [
      'an address',
      { remedy: { url: 'https://example.com/?who=7' } },
      '/rules/0/remedy: expected a command, a setting with its value, or a version, found an object',
    ],
    [
      'two remedies',
      { remedy: { command: 'view.refresh', version: '1.0.0' } },
      '/rules/0/remedy: expected no field but command, found "version"',
    ],
    ['one language', { text: { en: 'x' } }, '/rules/0/text/it: expected a value, found nothing'],
    [
      'half a character',
      { text: { en: 'x\ud800', it: 'x' } },
      '/rules/0/text/en: expected a text of 1 to 300 characters, in one line, found "x\\ud800"',
    ],
    [
      'a line turned round',
      { text: { en: 'x', it: 'a\u202eb' } },
      '/rules/0/text/it: expected a text of 1 to 300 characters, in one line, found "a?b"',
    ],
    ...[
      'a\u200bb',
      'a\u00ad',
      '\ufeffa',
      'a\u2028b',
      'a\u{e0041}',
      'a\ue000',
      '\u00a0 ',
      '\u3164',
      '\u2800',
      'a\u034fb',
      '\u115f',
      'a\ufe0f',
    ].map((en): [string, object, string] => [
      `what is not seen, ${JSON.stringify(en)}`,
      { text: { en, it: 'x' } },
      `/rules/0/text/en: expected a text of 1 to 300 characters, in one line, found ${JSON.stringify(en).replace(/[^\x20-\x7e]/g, '?')}`,
    ]),
  ])('a rule with %s', (_, rule, problem) => {
    expect(problemsOf(someDocument([someRule(rule)]))).toEqual([problem]);
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, '/: expected an object with product, serial, issued, expires, rules, found null'],
    [
      'another product',
      someDocument([], { product: 'other' }),
      '/product: expected the product candor-finder, found "other"',
    ],
    ['no serial', someDocument([], { serial: 0 }), '/serial: expected a whole number from 1 to 4294967295, found 0'],
    [
      'a day that is none',
      someDocument([], { issued: '2026-02-30' }),
      '/issued: expected a day of the calendar, "2026-03-09", found "2026-02-30"',
    ],
    [
      'years',
      someDocument([], { expires: '2031-01-01' }),
      '/expires: expected a day from 2026-03-01 to 180 days later, found "2031-01-01"',
    ],
    [
      'an end before its beginning',
      someDocument([], { expires: '2026-02-28' }),
      '/expires: expected a day from 2026-03-01 to 180 days later, found "2026-02-28"',
    ],
    [
      'a thousand rules',
      someDocument(Array(1000).fill(0)),
      '/rules: expected a list of 0 to 100, found a list of 1000',
    ],
  ])('a document with %s, of which nothing is left', (_, document, problem) => {
    expect(problemsOf(document)).toEqual([problem]);
    expect(compileSuggestions(document, finder).document).toBeUndefined();
  });
});

it('a text with signs, marks and an emoji in colours compiles', () => {
  const text = { en: 'It’s “done” – ✈️ ❤️ 1️⃣', it: 'Perché e\u0300 così…' };
  expect(problemsOf(someDocument([someRule({ text })]))).toEqual([]);
});

describe('an installation that does not understand a rule', () => {
  it('has the others', () => {
    const unknown = someRule({ id: 'of-tomorrow', when: [{ field: 'usage.mood', op: 'is', value: ['good'] }] });
    const { document, problems } = compileSuggestions(someDocument([unknown, someRule()]), finder);
    expect(document?.rules.map(({ id }) => id)).toEqual(['live-instead-of-refresh']);
    expect(problems).toHaveLength(1);
  });

  it('takes the first of two with one id', () => {
    const { document, problems } = compileSuggestions(someDocument([someRule(), someRule()]), finder);
    expect(document?.rules).toHaveLength(1);
    expect(problems.map(describeProblem)).toEqual([
      '/rules/1/id: expected an id that no rule before has, found "live-instead-of-refresh"',
    ]);
  });
});

describe('hostile documents', () => {
  it('are refused without an exception, whatever stands where', () => {
    const values: unknown[] = [
      null,
      true,
      -1,
      1e308,
      '',
      '\ud800',
      '__proto__',
      'constructor',
      [],
      [[]],
      {},
      JSON.parse('{"__proto__":{"field":"usage.command"},"length":3}'),
      JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
    ];
    const at = (document: unknown, steps: readonly (string | number)[], value: unknown): unknown => {
      const [step, ...rest] = steps;
      if (step === undefined) return value;
      const copy = structuredClone(document) as Record<string | number, unknown>;
      copy[step] = at(copy[step], rest, value);
      return copy;
    };
    const places = [
      [],
      ['product'],
      ['serial'],
      ['issued'],
      ['expires'],
      ['rules'],
      ['rules', 0],
      ['rules', 0, 'id'],
      ['rules', 0, 'when'],
      ['rules', 0, 'when', 0],
      ['rules', 0, 'when', 0, 'field'],
      ['rules', 0, 'when', 0, 'of'],
      ['rules', 0, 'when', 0, 'op'],
      ['rules', 0, 'when', 0, 'value'],
      ['rules', 0, 'text'],
      ['rules', 0, 'text', 'it'],
      ['rules', 0, 'remedy'],
    ];
    for (const place of places) {
      for (const value of values) {
        const document = at(someDocument(), place, value);
        // No rules are rules, and a text may be any text of whole characters.
        const isFine =
          (place.at(-1) === 'rules' && Array.isArray(value) && value.length === 0) ||
          (place.at(-1) === 'it' && typeof value === 'string' && /^\w+$/.test(value));
        const { problems } = compileSuggestions(document, finder);
        expect({ place, value, wrong: problems.length > 0 }).toEqual({ place, value, wrong: !isFine });
      }
    }
  });

  it('do not lend a rule what stands in the prototype of their objects', () => {
    const rule = JSON.parse('{"__proto__":{"remedy":{"command":"view.refresh"}},"id":"a-rule"}');
    expect(problemsOf(someDocument([rule]))).toEqual(['/rules/0/when: expected a value, found nothing']);
    expect(problemsOf(someDocument([{ ...rule, ...someRule() }]))).toEqual([
      '/rules/0: expected no field but id, when, text, remedy, found "__proto__"',
    ]);
  });
});
