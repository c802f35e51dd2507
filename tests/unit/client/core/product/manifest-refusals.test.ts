import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { BatchFormat } from '../../../../../client/core/batch/batch-format.ts';
import { MAX_COUNT } from '../../../../../client/core/batch/limits.ts';
import {
  MAX_OPERATIONS,
  type Manifest,
  manifestOf,
  manifestProblem,
  readManifest,
  wordsOf,
} from '../../../../../client/core/product/manifest.ts';
import { defineProduct } from '../../../../../client/core/product/product.ts';
import { noWords } from '../../../../../client/core/product/words.ts';
import { registryOf } from '../../../../../client/core/registry/registry.ts';
import { type Changeable, changed, found, logOf, parameterOf, said, settingOf } from '../support/changed-manifest.ts';

const ofFinder = manifestOf(finder);

describe('what is no manifest', () => {
  const refused = (text: string) => {
    let said = '';
    expect(() => {
      try {
        readManifest(text);
      } catch (error) {
        said = (error as Error).message;
        throw error;
      }
    }).toThrow();
    return said;
  };

  it.each([
    ['nothing', '', 'it is no JSON'],
    ['a page', '<!doctype html>', 'it is no JSON'],
    ['JSON that is cut off', JSON.stringify(ofFinder).slice(0, -1), 'it is no JSON'],
    ['null', 'null', 'it is no manifest of layout 1'],
    ['a text', '"candor"', 'it is no manifest of layout 1'],
    ['a list', '[]', 'it is no manifest of layout 1'],
    ['an empty object', '{}', 'it is no manifest of layout 1'],
    ['a layout of tomorrow', '{"manifest":2}', 'it is no manifest of layout 1'],
    ['a layout as text', '{"manifest":"1"}', 'it is no manifest of layout 1'],
    ['a layout that is inherited', '{"__proto__":{"manifest":1}}', 'it is no manifest of layout 1'],
  ])('is refused: %s', (_, text, expected) => {
    expect(refused(text)).toBe(expected);
  });

  const described = (id: unknown) => ({ id, title: said, purpose: said });
  const commandNamed = (id: unknown) => (manifest: Changeable) =>
    manifest.commands.push({ id, title: said } as unknown as Changeable['commands'][number]);
  const wrong = (part: string) => `${part} is not as a manifest has it`;

  it.each<[string, string, (manifest: Changeable) => unknown]>([
    ['no product', wrong('product'), (m) => Object.assign(m, { product: undefined })],
    ['a product of one letter', wrong('product'), (m) => Object.assign(m, { product: 'c' })],
    ['a product in capitals', wrong('product'), (m) => Object.assign(m, { product: 'Candor' })],
    ['a product that leads out of its folder', wrong('product'), (m) => Object.assign(m, { product: '../../etc' })],
    ['a product with a line break', wrong('product'), (m) => Object.assign(m, { product: 'candor\n' })],
    ['a product that is too long', wrong('product'), (m) => Object.assign(m, { product: 'a'.repeat(41) })],
    ['a name with a control character', wrong('name'), (m) => Object.assign(m, { name: 'Candor\u0000' })],
    ['a name with an escape', wrong('name'), (m) => Object.assign(m, { name: '\u001b[2J' })],
    ['an empty name', wrong('name'), (m) => Object.assign(m, { name: '' })],
    ['a name without end', wrong('name'), (m) => Object.assign(m, { name: 'x'.repeat(81) })],
    ['revision 0', wrong('revision'), (m) => Object.assign(m, { revision: 0 })],
    ['half a revision', wrong('revision'), (m) => Object.assign(m, { revision: 1.5 })],
    ['a revision past the last', wrong('revision'), (m) => Object.assign(m, { revision: 65_536 })],
    ['a revision as text', wrong('revision'), (m) => Object.assign(m, { revision: '1' })],
    ['an id with a quote', wrong('commands'), commandNamed("x'; DROP TABLE usage; --")],
    ['an id with a double quote', wrong('commands'), commandNamed('x"')],
    ['an id with a back tick', wrong('commands'), commandNamed('x`')],
    ['an id with a backslash', wrong('commands'), commandNamed('x\\')],
    ['an id with a space', wrong('commands'), commandNamed('jane doe')],
    ['an id with a tab', wrong('commands'), commandNamed('x\ty')],
    ['an id with a line break', wrong('commands'), commandNamed('x\n')],
    ['an id with a letter beyond ASCII', wrong('commands'), commandNamed('però')],
    ['an empty id', wrong('commands'), commandNamed('')],
    ['an id that is too long', wrong('commands'), commandNamed('x'.repeat(65))],
    ['an id that is none', wrong('commands'), commandNamed(7)],
    ['an id that is a list', wrong('commands'), commandNamed(['x'])],
    ['a prototype as an id', wrong('commands'), commandNamed('__proto__')],
    ['a number as an id', 'commands: 7 is a number', commandNamed('7')],
    ['what every object has as an id', 'commands: constructor is what every object has', commandNamed('constructor')],
    [
      'what every object has as a setting',
      'settings: toString is what every object has',
      ({ settings }) => settings.push({ id: 'toString', title: said, values: ['on'] }),
    ],
    ['a command twice', 'commands: go.search stands twice', commandNamed('go.search')],
    ['a file that leads elsewhere', wrong('files'), ({ files }) => files.push('../main/index')],
    ['a file twice', 'files: main/index stands twice', ({ files }) => files.push('main/index')],
    ['a class twice', 'errorClasses: A stands twice', ({ errorClasses }) => errorClasses.push('A', 'A')],
    ['a code that is a number', 'errorCodes: 22 is a number', ({ errorCodes }) => errorCodes.push('22')],
    ['a value twice', 'settings theme: dark stands twice', (m) => settingOf(m, 'theme').values.push('dark')],
    ['a setting twice', 'settings: theme stands twice', (m) => m.settings.push(structuredClone(settingOf(m, 'theme')))],
    [
      'a parameter twice',
      'logs engine.exited: after stands twice',
      (m) => logOf(m, 'engine.exited').parameters.push({ id: 'after', kind: 'uint', max: 1, unit: 'count' }),
    ],
    [
      'a word of a parameter twice',
      'logs sampler.source-failed source: device stands twice',
      (m) => (parameterOf(m, 'sampler.source-failed', 'source')['values'] as string[]).push('device'),
    ],
    [
      'a missing language',
      wrong('commands'),
      ({ commands }) => delete (commands[0] as { title: { it?: string } }).title.it,
    ],
    [
      'a language more',
      wrong('operations'),
      ({ operations }) => Object.assign(found(operations[0]).title, { de: 'Gesagt.' }),
    ],
    [
      'a title that is none',
      wrong('commands'),
      ({ commands }) => Object.assign(found(commands[0]), { title: 'Search' }),
    ],
    [
      'a title with a line break',
      wrong('settings'),
      ({ settings }) => Object.assign(found(settings[0]).title, { en: 'A\nB' }),
    ],
    ['an empty title', wrong('counts'), ({ counts }) => Object.assign(found(counts[0]).title, { en: '' })],
    [
      'a purpose without end',
      wrong('counts'),
      ({ counts }) => Object.assign(found(counts[0]).purpose, { en: 'x'.repeat(301) }),
    ],
    ['no purpose', wrong('operations'), ({ operations }) => delete (operations[0] as { purpose?: unknown }).purpose],
    ['a field of a word more', wrong('counts'), ({ counts }) => Object.assign(found(counts[0]), { note: 'x' })],
    ['a level that there is not', wrong('logs'), ({ logs }) => Object.assign(found(logs[0]), { level: 'fatal' })],
    [
      'a parameter of free text',
      wrong('logs'),
      (m) =>
        logOf(m, 'engine.exited').parameters.push({
          id: 'note',
          kind: 'text',
        } as unknown as Changeable['logs'][number]['parameters'][number]),
    ],
    ['a number without a bound', wrong('logs'), (m) => delete parameterOf(m, 'engine.exited', 'after')['max']],
    [
      'a bound past the largest',
      wrong('logs'),
      (m) => Object.assign(parameterOf(m, 'engine.exited', 'after'), { max: 2 ** 32 }),
    ],
    [
      'a unit with a space',
      wrong('logs'),
      (m) => Object.assign(parameterOf(m, 'engine.exited', 'after'), { unit: 'a b' }),
    ],
    [
      'too many commands',
      wrong('commands'),
      (m) => Object.assign(m, { commands: many((id) => ({ id, title: said })) }),
    ],
    ['too many operations', wrong('operations'), (m) => Object.assign(m, { operations: many(described) })],
    ['too many files', wrong('files'), (m) => Object.assign(m, { files: many((id) => id) })],
    [
      'too many values',
      wrong('settings'),
      (m) => Object.assign(settingOf(m, 'theme'), { values: many((id) => id, 65) }),
    ],
    ['a list that is a map', wrong('counts'), (m) => Object.assign(m, { counts: { length: 0 } })],
    ['a list that is not there', wrong('errorCodes'), (m) => Object.assign(m, { errorCodes: undefined })],
    ['a field more', 'it has a field that no manifest has', (m) => Object.assign(m, { note: 'x' })],
  ])('is refused with the path: %s', (_, expected, change) => {
    const hostile = JSON.stringify(changed(change));
    expect(refused(hostile)).toBe(expected);
    expect(expected).not.toMatch(/\p{Cc}/u);
  });

  it('is refused with a prototype of its own, in whatever part', () => {
    const text = JSON.stringify(ofFinder);
    expect(refused(text.replace('{', '{"__proto__":{"a":1},'))).toBe('it has a field that no manifest has');
    expect(refused(text.replace('"title":{', '"title":{"__proto__":{"de":"x"},'))).toBe(wrong('commands'));
    expect(refused(text.replace('{"id":', '{"__proto__":{},"id":'))).toBe(wrong('commands'));
    expect(({} as Record<string, unknown>)['a']).toBeUndefined();
  });

  it.each([
    ['a zero-width space', '\u200b'],
    ['a zero-width joiner', '\u200d'],
    ['a byte order mark', '\ufeff'],
    ['a soft hyphen', '\u00ad'],
    ['a Hangul filler', '\u3164'],
    ['a tag', '\u{e0041}'],
    ['a line separator', '\u2028'],
    ['a paragraph separator', '\u2029'],
    ['an empty Braille cell', '\u2800'],
    ['a character of private use', '\ue000'],
    ['a control character of C1', '\u009b'],
  ])('is refused with %s in what people read', (_, character) => {
    const text = `Se${character}arch`;
    expect(refused(JSON.stringify(changed((m) => Object.assign(m, { name: text }))))).toBe(wrong('name'));
    expect(
      refused(JSON.stringify(changed(({ commands }) => Object.assign(found(commands[0]).title, { it: text })))),
    ).toBe(wrong('commands'));
    expect(
      refused(JSON.stringify(changed(({ counts }) => Object.assign(found(counts[0]).purpose, { en: text })))),
    ).toBe(wrong('counts'));
  });

  it('is refused with a name or a title of blanks alone', () => {
    expect(refused(JSON.stringify(changed((m) => Object.assign(m, { name: ' \u00a0' }))))).toBe(wrong('name'));
    expect(
      refused(JSON.stringify(changed(({ settings }) => Object.assign(found(settings[0]).title, { en: '  ' })))),
    ).toBe(wrong('settings'));
  });

  it('may be of any script, with an emoji that has its colours', () => {
    const names = ['Über-Suche', '検索', 'بحث', 'Cerca ❤\ufe0f', 'नोट्स', '🔎'];
    for (const name of names) expect(manifestProblem(changed((m) => Object.assign(m, { name }))), name).toBeUndefined();
  });

  it('has as many words as it may', () => {
    const full = changed((m) => Object.assign(m, { files: many((id) => id, 1000) }));
    expect(manifestProblem(full)).toBeUndefined();
  });

  it('fits into a batch with as many words as it may have of each kind', () => {
    const described = many((id) => ({ id, title: said, purpose: said }), 1000);
    const values = many((id) => id, 64);
    const full = changed((m) =>
      Object.assign(m, {
        commands: many((id) => ({ id, title: said }), 1000),
        operations: described.slice(0, MAX_OPERATIONS),
        counts: described,
        settings: many((id) => ({ id, title: said, values }), 1000),
        logs: many(
          (id) => ({
            id,
            level: 'info',
            title: said,
            parameters: values.map((name) => ({ id: name, kind: 'uint', max: MAX_COUNT, unit: 'count' })),
          }),
          1000,
        ),
        errorClasses: many((id) => id, 1000),
        errorCodes: many((id) => id, 1000),
        files: many((id) => id, 1000),
      }),
    );
    expect(manifestProblem(full)).toBeUndefined();
    const product = { id: full.product, words: wordsOf(full) };
    expect(() => new BatchFormat(registryOf(product), { revision: 1, hash: '00f102030405' })).not.toThrow();
  });

  it('is told in words and never thrown at, whatever it is', () => {
    const parts = Object.keys(ofFinder) as (keyof Manifest)[];
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.anything(), fc.anything(), (part, value, item) => {
        expect(manifestProblem(value)).toBeTypeOf('string');
        const list = ofFinder[part];
        const hostile = { ...ofFinder, [part]: Array.isArray(list) ? [...list, item] : value };
        const problem = manifestProblem(hostile);
        // A number may be another revision, a text another name.
        if (problem === undefined)
          expect(['revision', 'name', 'product', 'files', 'errorClasses', 'errorCodes']).toContain(part);
        else expect(problem).toMatch(/^[\x20-\x7E’]{5,200}$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a product', () => {
  const some = {
    id: 'some-product',
    name: 'Some',
    version: '1.0.0',
    collector: 'https://collector.example',
    domain: 'example.some',
    registryKey: ['Example', 'Some'],
    words: noWords,
  } as const;

  it('is taken as it is', () => {
    expect(defineProduct(some)).toBe(some);
    const told = { ...some, resultsUrl: 'https://results.example/some' };
    expect(defineProduct(told)).toBe(told);
  });

  it.each<[string, object, string]>([
    ['an id with a space', { id: 'some product' }, 'some product: product is not as a manifest has it'],
    ['an id of two letters', { id: 'so' }, 'so: product is not as a manifest has it'],
    ['no name', { name: '' }, 'some-product: name is not as a manifest has it'],
    ['no words', { words: undefined }, 'some-product: it has no words'],
    ['no commands', { words: { ...noWords, commands: undefined } }, 'some-product: commands are no words by their ids'],
    [
      'counts as a list',
      { words: { ...noWords, counts: ['some.count'] } },
      'some-product: counts are no words by their ids',
    ],
    ['no files', { words: { ...noWords, files: undefined } }, 'some-product: files is not as a manifest has it'],
    [
      'a log code that is nothing',
      { words: { ...noWords, logs: { 'some.line': null } } },
      'some-product: logs some.line says no parameters',
    ],
    [
      'a log code without parameters',
      { words: { ...noWords, logs: { 'some.line': { level: 'info', title: said } } } },
      'some-product: logs some.line says no parameters',
    ],
    [
      'more operations than a batch has room for',
      {
        words: { ...noWords, operations: Object.fromEntries(many((id) => [id, { title: said, purpose: said }], 181)) },
      },
      'some-product: operations: a batch has no room for more than 180',
    ],
    [
      'results that are not on the web',
      { resultsUrl: 'file:///etc/passwd' },
      'some-product: resultsUrl: an HTTPS address of a host and a path, of at most 200 characters',
    ],
    ['results without encryption', { resultsUrl: 'http://results.example' }, 'some-product: resultsUrl'],
    ['a password in the address of results', { resultsUrl: 'https://a:b@results.example' }, 'some-product: resultsUrl'],
    ['a version of two numbers', { version: '1.0' }, 'not a product version: 1.0'],
    [
      'a word of the client’s',
      { words: { ...noWords, counts: { 'ipc.calls': { title: said, purpose: said } } } },
      'some-product: counts: ipc.calls is the client’s own',
    ],
    [
      'an operation of the client’s',
      { words: { ...noWords, operations: { 'app.start': { title: said, purpose: said } } } },
      'some-product: operations: app.start is the client’s own',
    ],
    [
      'a log code of the client’s',
      { words: { ...noWords, logs: { 'app.started': { level: 'info', title: said, parameters: {} } } } },
      'some-product: logs: app.started is the client’s own',
    ],
    [
      'a file of the client’s',
      { words: { ...noWords, files: ['main/other'] } },
      'some-product: files: main/other is the client’s own',
    ],
    [
      'a class that the client knows',
      { words: { ...noWords, errorClasses: ['TypeError'] } },
      'some-product: errorClasses: TypeError is the client’s own',
    ],
    [
      'a setting of no values',
      { words: { ...noWords, settings: { theme: { title: said, values: [] } } } },
      'some-product: settings is not as a manifest has it',
    ],
    [
      'a title that turns the direction of what follows',
      { words: { ...noWords, commands: { 'go.back': { ...said, en: 'Back\u202e' } } } },
      'some-product: commands is not as a manifest has it',
    ],
    [
      'a word with a space',
      { words: { ...noWords, commands: { 'go back': said } } },
      'some-product: commands is not as a manifest has it',
    ],
  ])('is refused to its developers with %s', (_, change, expected) => {
    expect(() => defineProduct({ ...some, ...change })).toThrow(expected);
  });
});

/** Words "w0", "w1", …: by default one more than a list may have. */
function many<T>(make: (id: string) => T, count = 1001): T[] {
  return Array.from({ length: count }, (_, index) => make(`w${index}`));
}
