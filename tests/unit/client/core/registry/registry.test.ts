import { describe, expect, it } from 'vitest';
import { oneOf, uint } from '../../../../../client/core/registry/field-types.ts';
import { type FieldSpec, type Group, registry } from '../../../../../client/core/registry/registry.ts';

const fields = Object.entries<Group>(registry).flatMap(([group, entries]) =>
  Object.entries(entries).map(([name, field]) => [`${group}.${name}`, field] as const),
);

describe('the event registry', () => {
  it('takes no field without a reason, a level or bounds: it does not compile', () => {
    const rest = { retentionDays: 400, since: '1.0.0' } as const;
    const field = { type: uint(1, 'count'), level: 'standard', purpose: 'Why.', ...rest } as const satisfies FieldSpec;
    const never = (): void => {
      // @ts-expect-error a field says why it is collected
      ({ field: { type: uint(1, 'count'), level: 'standard', ...rest } }) satisfies Group;
      // @ts-expect-error a field has a level
      ({ field: { type: uint(1, 'count'), purpose: 'Why.', ...rest } }) satisfies Group;
      // @ts-expect-error there are two levels at which something is collected
      ({ field: { ...field, level: 'off' } }) satisfies Group;
      // @ts-expect-error there is no such level
      ({ field: { ...field, level: 'full' } }) satisfies Group;
      // @ts-expect-error a field says how long it is kept
      ({ field: { type: uint(1, 'count'), level: 'standard', purpose: 'Why.', since: '1.0.0' } }) satisfies Group;
      // @ts-expect-error there is no free text
      ({ field: { ...field, type: { kind: 'text' } } }) satisfies Group;
      // @ts-expect-error a number has a bound
      ({ field: { ...field, type: { kind: 'uint', unit: 'count' } } }) satisfies Group;
      // @ts-expect-error a list of words is closed
      ({ field: { ...field, type: { kind: 'enum' } } }) satisfies Group;
      // @ts-expect-error a version has a number of parts
      ({ field: { ...field, type: { kind: 'version' } } }) satisfies Group;
      // @ts-expect-error nothing else is said of a field
      ({ field: { ...field, sample: 'jane.doe' } }) satisfies Group;
      // @ts-expect-error a list of words is known when it is written
      oneOf(1);
    };
    expect(never).toBeTypeOf('function');
  });

  it.each(fields)('says of %s why and how long, within bounds', (_, { type, purpose, retentionDays, since }) => {
    expect(purpose).toMatch(/^[A-Z].+\.$/);
    expect(retentionDays).toBeGreaterThan(0);
    expect(since).toMatch(/^\d+\.\d+\.\d+$/);
    if (type.kind === 'enum') expect(new Set(type.values).size).toBe(type.values.length);
    // What varint.ts can write.
    if (type.kind === 'uint') expect(type.max).toBeLessThanOrEqual(2 ** 32 - 1);
  });

  it('has nothing of the enhanced level in a group that every batch has', () => {
    const everyBatch = ['envelope', 'context', 'usage', 'dropped', 'operations', 'counts', 'throughput', 'errors'];
    const enhanced = fields.filter(([, { level }]) => level === 'enhanced').map(([path]) => path.split('.')[0] ?? '');
    expect([...new Set(enhanced)]).toEqual(['logs', 'organisation', 'configuration']);
    expect(everyBatch.filter((group) => enhanced.includes(group))).toEqual([]);
  });
});
