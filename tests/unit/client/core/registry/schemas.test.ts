import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchCddl } from '../../../../../client/core/registry/cddl.ts';
import type { FieldSpec } from '../../../../../client/core/registry/declaration.ts';
import { batchJsonSchema } from '../../../../../client/core/registry/json-schema.ts';
import { commonRegistry } from '../../../../../client/core/registry/registry.ts';
import { projectRoot } from '../../../../../scripts/lib/paths.ts';
import { finderFormat, finderGroups, finderLines, finderRegistry } from '../../../../support/finder-format.ts';
import { anyBatch } from '../support/arbitrary-batch.ts';
import { enhancedBatch, standardBatch } from '../support/sample-batches.ts';

describe('docs/batch.cddl', () => {
  const cddl = batchCddl(finderRegistry, finderFormat.maxBytes);
  const ruleOf = (name: string) => cddl.split(`\n${name} = [`)[1]?.split('\n]')[0] ?? '';

  it('says what the event registry says; after a change of the registry, the generators write it anew', () => {
    expect(readFileSync(path.join(projectRoot, 'docs/batch.cddl'), 'utf8')).toBe(cddl);
  });

  it('has the groups in the order of the registry', () => {
    const names = [...ruleOf('batch').matchAll(/^ {2}([a-z]+): \1,$/gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(finderRegistry));
  });

  it.each(['envelope', 'context'] as const)('has every field of %s at its place', (group) => {
    const names = [...ruleOf(group).matchAll(/^ {2}(?:\? )?(\w+): /gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(finderRegistry[group].fields));
  });

  it.each(['dropped', 'counts', 'throughput', 'organisation', 'configuration'] as const)(
    'has every field of %s, and each may be missing',
    (group) => {
      const pairs = [...ruleOf(group).matchAll(/^ {2}\? \(number: (\d+), value: .+\),\s+; ([\w.-]+)/gm)];
      const fields = Object.entries<FieldSpec>(finderRegistry[group].fields);
      expect(pairs.map(([, number, name]) => [Number(number), name])).toEqual(
        fields.map(([name, { number }], place) => [number ?? place, name]),
      );
    },
  );

  it('has the words of every list with their numbers', () => {
    const text = cddl.replace(/\n\s*; {2,}/g, ' ');
    for (const [group, { fields }] of Object.entries(finderGroups)) {
      for (const [name, { type }] of Object.entries(fields)) {
        // Log codes are rules of their own.
        if (type.kind !== 'enum' || `${group}.${name}` === 'logs.code') continue;
        expect(text).toContain(type.values.flatMap((word, number) => (word ? [`${number} ${word}`] : [])).join(', '));
      }
    }
  });

  it('has a rule for every log code, and names no rule that there is not', () => {
    const { values } = finderRegistry.logs.fields.code.type;
    const codes = values.flatMap((code, number) => (code ? [[code, number] as const] : []));
    expect(codes.map(([code]) => code).toSorted()).toEqual(Object.keys(finderLines).toSorted());
    for (const [code, number] of codes) expect(cddl).toContain(`\n${code} = [code: ${number}, time: seconds`);
    const rules = new Set([...cddl.matchAll(/^([a-z][\w.-]*) = /gm)].map(([, name]) => name));
    const code = cddl.replace(/;.*$/gm, '').replace(/"[^"]*"/g, '');
    const named = [...code.matchAll(/(?<![.\w-])([a-z][\w.-]*)(?!\s*:)(?![\w.-])/g)].map(([, name]) => name ?? '');
    const prelude = ['bstr', 'tstr'];
    expect(named.filter((name) => !rules.has(name) && !prelude.includes(name))).toEqual([]);
  });
});

describe('docs/batch.schema.json', () => {
  const validate = new Ajv2020({ strict: true }).compile(batchJsonSchema(finderRegistry));
  const problems = (batch: unknown) => {
    validate(JSON.parse(JSON.stringify(batch)));
    return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
  };

  it('fits every batch', () => {
    expect([problems(standardBatch), problems(enhancedBatch)]).toEqual([[], []]);
    fc.assert(
      fc.property(anyBatch, (batch) => {
        expect(problems(batch)).toEqual([]);
      }),
    );
  });

  it('is a schema for a product without any words as well, and fits its batches', () => {
    const fits = new Ajv2020({ strict: true }).compile(batchJsonSchema(commonRegistry));
    const context = { ...standardBatch.context, product: 'none' };
    const wordless = { ...standardBatch, context, usage: [] };
    expect(fits(wordless)).toBe(true);
    expect(fits({ ...wordless, usage: [{ command: '', source: 'menu', time: 1 }] })).toBe(false);
    expect(fits({ ...wordless, usage: standardBatch.usage })).toBe(false);
  });

  it('fits nothing of the enhanced level in a batch of the standard one', () => {
    const { logs, organisation, configuration } = enhancedBatch;
    expect(problems({ ...standardBatch, logs })).toContain('/logs maxItems');
    expect(problems({ ...standardBatch, organisation })).toContain('/organisation maxProperties');
    expect(problems({ ...standardBatch, configuration })).toContain('/configuration maxProperties');
  });

  it.each<[string, object, string]>([
    ['a missing group', { counts: undefined }, ' required'],
    ['a group besides', { note: 'jane.doe' }, ' additionalProperties'],
    ['an unknown word', { context: { ...standardBatch.context, os: 'jane.doe' } }, '/context/os enum'],
    ['a setting besides', { configuration: { note: 'jane.doe' } }, '/configuration additionalProperties'],
    ['a count of nothing', { counts: { 'ipc.calls': 0 } }, '/counts/ipc.calls minimum'],
    ['half a second', { usage: [{ command: 'go.back', source: 'menu', time: 0.5 }] }, '/usage/0/time type'],
    ['a log line without its parameter', { logs: [{ code: 'app.started', time: 0, values: [] }] }, '/logs/0 oneOf'],
    [
      'a log line with one parameter more',
      { logs: [{ code: 'app.session-ended', time: 0, values: [1] }] },
      '/logs/0 oneOf',
    ],
    ['a word of another list', { logs: [{ code: 'app.started', time: 0, values: ['tls'] }] }, '/logs/0 oneOf'],
    ['an address for a domain', { organisation: { domain: '10.0.0.1' } }, '/organisation/domain pattern'],
  ])('does not fit %s', (_, change, problem) => {
    expect(problems({ ...enhancedBatch, ...change })).toContain(problem);
  });

  it('is up to date, as the data dictionary is', () => {
    const check = () =>
      execFileSync(process.execPath, ['scripts/generate/data-dictionary.ts', '--check'], { cwd: projectRoot });
    expect(check).not.toThrow();
  });
});
