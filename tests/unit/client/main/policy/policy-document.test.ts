import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import {
  allowedLevel,
  judgePolicy,
  type PolicyReading,
  type PolicyState,
  policyCollector,
  policyCustomer,
} from '../../../../../client/main/policy/policy-document.ts';
import { collectorAddress } from '../../../../../client/main/upload/collector-address.ts';

const read = (fields: unknown, trusted = true): PolicyReading => ({ status: 'read', fields, trusted });
const judged = (fields: unknown, trusted = true): PolicyState => judgePolicy(read(fields, trusted));

describe('a policy', () => {
  it.each([
    ['off', { participation: 'off' }, 'off'],
    ['a cap', { participation: 'standard' }, 'standard'],
    ['no cap', { participation: 'enhanced' }, 'enhanced'],
    ['fields of a later version', { participation: 'standard', updates: { channel: 'slow' } }, 'standard'],
    ['ids and a collector', { participation: 'enhanced', customerId: 'ACME-0042', licenceId: 'L-1' }, 'enhanced'],
    ['the longest id', { participation: 'enhanced', customerId: 'a'.repeat(64) }, 'enhanced'],
  ] as const)('with %s is followed', (_name, fields, expected) => {
    expect(judged(fields)).toMatchObject({ status: 'set' });
    expect(allowedLevel(judged(fields))).toBe(expected);
  });

  it.each([
    ['nothing in it', {}],
    ['a word that is misspelt', { particpation: 'off' }],
    ['a level that does not exist', { participation: 'on' }],
    ['a level in another case', { participation: 'Off' }],
    ['a truth value', { participation: false }],
    ['a list', []],
    ['null', null],
    ['a text', 'off'],
    ['a number', 0],
    ['an empty id', { participation: 'enhanced', customerId: '' }],
    ['an id that is too long', { participation: 'enhanced', customerId: 'a'.repeat(65) }],
    ['an id with a name in it', { participation: 'enhanced', customerId: 'Jane Doe' }],
    ['an id with a line break', { participation: 'enhanced', licenceId: 'L-1\n' }],
    ['an id that is a number', { participation: 'enhanced', licenceId: 42 }],
    ['an id that is null', { participation: 'standard', licenceId: null }],
    ['a collector without encryption', { participation: 'standard', collector: 'http://collector.example' }],
    ['a collector with a path', { participation: 'standard', collector: 'https://collector.example/candor' }],
    ['a collector with a query', { participation: 'standard', collector: 'https://collector.example/?a=b' }],
    ['a collector with a password', { participation: 'standard', collector: 'https://a:b@collector.example' }],
    ['a collector that is no address', { participation: 'standard', collector: 'collector' }],
    ['a collector that is too long', { participation: 'standard', collector: `https://${'a'.repeat(2048)}` }],
  ])('with %s allows nothing', (_name, fields) => {
    expect(judged(fields)).toMatchObject({ status: 'damaged' });
    expect(allowedLevel(judged(fields))).toBe('off');
  });

  it('names the field that is wrong, and never its value', () => {
    expect(judged({ participation: 'standard', customerId: 'Jane Doe' })).toEqual({
      status: 'damaged',
      problem: 'the value of "customerId" is not allowed',
    });
    expect(judged('Jane Doe')).toEqual({ status: 'damaged', problem: 'it is not a policy' });
  });

  it('that does not exist allows everything; one that cannot be read or is not known yet allows nothing', () => {
    expect(allowedLevel(judgePolicy({ status: 'none' }))).toBeUndefined();
    expect(allowedLevel(judgePolicy({ status: 'damaged', problem: 'it may not be read' }))).toBe('off');
    expect(allowedLevel({ status: 'unknown' })).toBe('off');
  });

  it('is judged without an exception whatever it holds, and gives a level only to one that says so', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (fields) => {
        const level = allowedLevel(judged(fields));
        const named = (fields as { participation?: unknown } | null)?.participation;
        expect(level === 'off' || level === named).toBe(true);
      }),
    );
  });
});

describe('the example for administrators', () => {
  it('is a policy that can be followed, and says nothing that is ignored', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../../../docs/policy.md'), 'utf8');
    const example: unknown = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '');
    expect(judged(example)).toEqual({ status: 'set', policy: example, trusted: true });
  });
});

describe('what a policy says besides', () => {
  const fields = {
    participation: 'enhanced',
    collector: 'https://collector.example:8443',
    customerId: 'ACME-0042',
    licenceId: 'L-1',
  };

  it('holds when only administrators can have written it', () => {
    expect(policyCollector(judged(fields))?.href).toBe('https://collector.example:8443/');
    expect(policyCustomer(judged(fields))).toEqual({ customerId: 'ACME-0042', licenceId: 'L-1' });
  });

  it('may name this computer without encryption', () => {
    expect(policyCollector(judged({ participation: 'standard', collector: 'http://127.0.0.1:7391' }))?.port).toBe(
      '7391',
    );
  });

  it('replaces the product’s collector, but not the one that a test names', () => {
    const own = policyCollector(judged(fields));
    expect(collectorAddress(finder.collector, true, { CANDOR_COLLECTOR_URL: 'http://127.0.0.1:9' }, own)).toEqual(own);
    expect(collectorAddress(finder.collector, false, {}, own)).toEqual(own);
    expect(collectorAddress(finder.collector, false, { CANDOR_COLLECTOR_URL: '' }, own)).toEqual(own);
    expect(collectorAddress(finder.collector, false, { CANDOR_COLLECTOR_URL: 'http://127.0.0.1:9' }, own).port).toBe(
      '9',
    );
  });

  it('is not listened to when somebody else can have written it, but the limit is', () => {
    const doubtful = judged({ ...fields, participation: 'standard' }, false);
    expect(policyCollector(doubtful)).toBeUndefined();
    expect(policyCustomer(doubtful)).toEqual({});
    expect(allowedLevel(doubtful)).toBe('standard');
  });

  it('is nothing where there is no policy', () => {
    for (const state of [judgePolicy({ status: 'none' }), { status: 'unknown' }] as const) {
      expect(policyCollector(state)).toBeUndefined();
      expect(policyCustomer(state)).toEqual({});
    }
  });
});
