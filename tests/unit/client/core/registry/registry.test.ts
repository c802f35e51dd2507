import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientLogs } from '../../../../../client/core/product/client-words.ts';
import { declaring, evenAndOdd, type FieldSpec, type Group } from '../../../../../client/core/registry/declaration.ts';
import { oneOf, uint, wordsOfType } from '../../../../../client/core/registry/field-types.ts';
import { commonRegistry, registryOf } from '../../../../../client/core/registry/registry.ts';
import { languages } from '../../../../../client/core/texts/language.ts';
import { projectRoot } from '../../../../../scripts/lib/paths.ts';
import { example } from '../../../../fixtures/second-product/product.ts';
import { finderGroups, finderRegistry } from '../../../../support/finder-format.ts';

const fields = Object.entries(finderGroups).flatMap(([group, { fields }]) =>
  Object.entries(fields).map(([name, field]) => [`${group}.${name}`, field] as const),
);

describe('the event registry', () => {
  it('takes no field without a reason, a level or bounds: it does not compile', () => {
    const texts = { en: ['Size', 'Why.'], it: ['Misura', 'Perché.'] } as const;
    const type = uint(1, 'count');
    const rest = {
      owner: 'product',
      review: 'docs/privacy.md',
      since: '1.0.0',
      expires: '2029-12-31',
      retentionDays: 400,
    } as const;
    const { retentionDays: _, ...notKept } = rest;
    const { owner: __, ...nobodys } = rest;
    const { review: ___, ...undecided } = rest;
    const { expires: ____, ...endless } = rest;
    const field = { type, level: 'standard', texts, ...rest } as const satisfies FieldSpec;
    const never = (): void => {
      // @ts-expect-error a field says why it is collected
      ({ field: { type, level: 'standard', ...rest } }) satisfies Group['fields'];
      // @ts-expect-error in every language
      ({ field: { ...field, texts: { en: texts.en } } }) satisfies Group['fields'];
      // @ts-expect-error a field is called something, and has a reason besides
      ({ field: { ...field, texts: { ...texts, en: ['Size'] } } }) satisfies Group['fields'];
      // @ts-expect-error a field has a level
      ({ field: { type, texts, ...rest } }) satisfies Group['fields'];
      // @ts-expect-error there are two levels at which something is collected
      ({ field: { ...field, level: 'off' } }) satisfies Group['fields'];
      // @ts-expect-error there is no such level
      ({ field: { ...field, level: 'full' } }) satisfies Group['fields'];
      // @ts-expect-error a field says how long it is kept
      ({ field: { type, level: 'standard', texts, ...notKept } }) satisfies Group['fields'];
      // @ts-expect-error somebody answers for it
      ({ field: { type, level: 'standard', texts, ...nobodys } }) satisfies Group['fields'];
      // @ts-expect-error a field says where it was decided
      ({ field: { type, level: 'standard', texts, ...undecided } }) satisfies Group['fields'];
      // @ts-expect-error a field says when it is asked again whether it is needed
      ({ field: { type, level: 'standard', texts, ...endless } }) satisfies Group['fields'];
      // @ts-expect-error which is a day
      ({ field: { ...field, expires: 'later' } }) satisfies Group['fields'];
      // @ts-expect-error there is no free text
      ({ field: { ...field, type: { kind: 'text' } } }) satisfies Group['fields'];
      // @ts-expect-error a number has a bound
      ({ field: { ...field, type: { kind: 'uint', unit: 'count' } } }) satisfies Group['fields'];
      // @ts-expect-error a list of words is closed
      ({ field: { ...field, type: { kind: 'enum' } } }) satisfies Group['fields'];
      // @ts-expect-error a version has a number of parts
      ({ field: { ...field, type: { kind: 'version' } } }) satisfies Group['fields'];
      // @ts-expect-error nothing else is said of a field
      ({ field: { ...field, sample: 'jane.doe' } }) satisfies Group['fields'];
      // @ts-expect-error a list of words is known when it is written
      oneOf(1);
      // @ts-expect-error fields that are declared together have an owner as well
      declaring(nobodys);
    };
    expect(never).toBeTypeOf('function');
  });

  it.each(fields)('says of %s why, for whom and how long, within bounds', (_, field) => {
    const { type, texts, owner, review, since, expires, retentionDays } = field;
    for (const language of languages) {
      const [label, purpose] = texts[language];
      expect(label).toMatch(/^[\p{Lu}\d].+[^.]$/u);
      expect(purpose).toMatch(/^\p{Lu}.+\.$/u);
    }
    expect(owner).toMatch(/^[a-z]+$/);
    expect(review.startsWith('https://') || existsSync(path.join(projectRoot, review))).toBe(true);
    expect(retentionDays).toBeGreaterThan(0);
    expect(since).toMatch(/^\d+\.\d+\.\d+$/);
    if (expires !== 'never') expect(new Date(expires).toISOString().slice(0, 10)).toBe(expires);
    if (type.kind === 'enum') expect(new Set(wordsOfType(type)).size).toBe(wordsOfType(type).length);
    // What varint.ts can write.
    if (type.kind === 'uint') expect(type.max).toBeLessThanOrEqual(2 ** 32 - 1);
  });

  it('lets everything expire but what tells batches, levels and versions apart, and what is lost', () => {
    const lasting = fields.filter(([, { expires }]) => expires === 'never').map(([path]) => path);
    expect(lasting.filter((path) => !/^(?:envelope|dropped)\./.test(path))).toEqual([
      'context.product',
      'context.version',
      'context.packaged',
    ]);
    expect(lasting).toHaveLength(
      Object.keys(finderRegistry.envelope.fields).length + Object.keys(finderRegistry.dropped.fields).length + 3,
    );
  });

  it('has nothing of the enhanced level in a group that every batch has', () => {
    const everyBatch = ['envelope', 'context', 'usage', 'dropped', 'operations', 'counts', 'throughput', 'errors'];
    const enhanced = fields.filter(([, { level }]) => level === 'enhanced').map(([path]) => path.split('.')[0] ?? '');
    expect([...new Set(enhanced)]).toEqual(['logs', 'organisation', 'configuration']);
    expect(everyBatch.filter((group) => enhanced.includes(group))).toEqual([]);
  });

  it('is the same value for a product each time, and of one layout for all of them', () => {
    expect(registryOf(example)).toBe(registryOf(example));
    const layouts = (registry: Readonly<Record<string, Group>>) =>
      Object.entries(registry).map(([name, { layout, word, pair, rows }]) => [name, layout, word, pair, rows]);
    expect(layouts(registryOf(example))).toEqual(layouts(finderRegistry));
    expect(layouts(commonRegistry)).toEqual(layouts(finderRegistry));
  });

  it('has the words of the product among those of the client, and no other product’s', () => {
    const { operations, counts, usage, context, logs, configuration } = registryOf(example);
    expect(wordsOfType(usage.fields.command.type)).toEqual(Object.keys(example.words.commands));
    expect(wordsOfType(context.fields.product.type)).toEqual(['candor-example']);
    expect(wordsOfType(operations.fields.operation.type)).toEqual(expect.arrayContaining(['app.start', 'clock.draw']));
    expect(wordsOfType(operations.fields.operation.type)).not.toContain('finder.search');
    expect(Object.keys(counts.fields).sort()).toEqual(['clock.same-minute', 'ipc.calls', 'ipc.failures']);
    expect(Object.keys(logs.lines ?? {})).toEqual([...Object.keys(clientLogs), 'clock.shown']);
    expect(Object.keys(configuration.fields)).toEqual(['face']);
  });
});

describe('words of two lists', () => {
  it.each<[string, string[], string[], string[]]>([
    ['of nobody', [], [], []],
    ['of the client alone', ['a', 'b'], [], ['a', '', 'b']],
    ['of the product alone', [], ['x', 'y'], ['', 'x', '', 'y']],
    ['as many of each', ['a', 'b'], ['x', 'y'], ['a', 'x', 'b', 'y']],
    ['more of the client', ['a', 'b', 'c'], ['x'], ['a', 'x', 'b', '', 'c']],
    ['more of the product', ['a'], ['x', 'y', 'z'], ['a', 'x', '', 'y', '', 'z']],
  ])('keep their numbers whichever list grows: %s', (_, client, own, expected) => {
    expect(evenAndOdd(client, own)).toEqual(expected);
    const grown = evenAndOdd([...client, 'new'], [...own, 'more']);
    for (const [number, word] of expected.entries()) if (word) expect(grown[number]).toBe(word);
  });
});
