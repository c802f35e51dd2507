import { execFileSync } from 'node:child_process';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchJsonSchema } from '../../../../../client/core/registry/json-schema.ts';
import { commonRegistry } from '../../../../../client/core/registry/registry.ts';
import { projectRoot } from '../../../../../scripts/lib/paths.ts';
import { finderRegistry } from '../../../../support/finder-format.ts';
import { anyBatch } from '../support/arbitrary-batch.ts';
import { enhancedBatch, standardBatch } from '../support/sample-batches.ts';

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
