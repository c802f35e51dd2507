import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { NOT_MADE_YET, type ShownBatch } from '../../../../../client/core/ipc/program.ts';
import type { Identity } from '../../../../../client/main/consent/identity.ts';
import { exampleSession } from '../../../../../client/main/user-data/example-session.ts';
import { finderCodec } from '../../../../support/finder-format.ts';
import { someContext } from '../../../../support/some-context.ts';

const identity: Identity = Object.freeze({
  installation: '5c0fa1c6-9a6e-4a0c-8f0b-6a1d2f8f31aa',
  key: 'k'.repeat(43),
  former: [],
  sessions: 0,
  runs: 0,
});

function make(level: 'standard' | 'enhanced', change: Partial<Parameters<typeof exampleSession>[1]> = {}) {
  const asked: string[] = [];
  const example = exampleSession(level, {
    codec: finderCodec,
    words: finder.words,
    identity,
    context: () => someContext,
    enhanced: () => {
      asked.push('organisation');
      return Promise.resolve({
        organisation: { role: 'administrator', domain: 'corp.example' },
        configuration: { theme: 'dark' },
      });
    },
    today: '2026-03-09',
    now: Date.UTC(2026, 2, 9, 12),
    ...change,
  });
  return { example, asked };
}

const valuesOf = ({ fields }: ShownBatch) => Object.fromEntries(fields.map(({ path, value }) => [path, value]));

describe('an example of what would be sent', () => {
  it('has the values of this computer, under the number that the installation has', async () => {
    const example = await make('standard').example;
    const values = valuesOf(example);
    for (const [name, value] of Object.entries(someContext)) expect(values[`context.${name}`]).toBe(String(value));
    expect(values).toMatchObject({
      'envelope.installation': identity.installation,
      'envelope.level': 'standard',
      'envelope.session': '1',
      'envelope.start': '2026-03-09',
    });
    expect(example).toMatchObject({ state: 'example', session: 1 });
    expect(example.usage.length).toBeGreaterThan(0);
    expect(example.operations.length).toBeGreaterThan(0);
    expect(example.bytes).toBeGreaterThan(0);
  });

  it('asks for no organisation at the standard level, and shows what Enhanced adds when that is chosen', async () => {
    const standard = make('standard');
    const plain = await standard.example;
    expect(standard.asked).toEqual([]);
    expect(plain.logs).toEqual([]);
    expect(plain.fields.filter(({ path }) => /^(?:organisation|configuration)\./.test(path))).toEqual([]);

    const enhanced = make('enhanced');
    expect(valuesOf(await enhanced.example)).toMatchObject({
      'organisation.domain': 'corp.example',
      'organisation.role': 'administrator',
      'organisation.user': NOT_MADE_YET,
      'configuration.theme': 'dark',
    });
    expect(enhanced.asked).toEqual(['organisation']);
  });

  it('makes no number: one that only a Yes makes stands as zeros', async () => {
    const values = valuesOf(
      await make('enhanced', { identity: { ...identity, level: 'standard', sessions: 4 } }).example,
    );
    expect(values).toMatchObject({
      'envelope.batch': NOT_MADE_YET,
      'envelope.installation': NOT_MADE_YET,
      'envelope.keyHash': '0'.repeat(64),
      'envelope.session': '1',
    });
  });

  it('has nothing that is past its last day', async () => {
    const example = await make('enhanced', { today: '2030-01-01' }).example;
    const { product, version, packaged } = someContext;
    expect(example).toMatchObject({ usage: [], operations: [], errors: [], logs: [] });
    const others = example.fields.filter(({ path }) => !path.startsWith('envelope.'));
    expect(Object.fromEntries(others.map(({ path, value }) => [path, value]))).toEqual({
      'context.product': product,
      'context.version': version,
      'context.packaged': packaged,
    });
  });

  it('leaves out what the registry would not let through', async () => {
    const enhanced = () =>
      Promise.resolve({ organisation: { role: 'standard', domain: 'not a host' }, configuration: {} } as const);
    expect(valuesOf(await make('enhanced', { enhanced }).example)).not.toHaveProperty('organisation.domain');
  });
});
