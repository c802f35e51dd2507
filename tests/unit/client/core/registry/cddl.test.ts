import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CborValue, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import type { Problem } from '../../../../../client/core/batch/problem.ts';
import { batchCddl } from '../../../../../client/core/registry/cddl.ts';
import type { FieldSpec } from '../../../../../client/core/registry/declaration.ts';
import { commonRegistry } from '../../../../../client/core/registry/registry.ts';
import { projectRoot } from '../../../../../scripts/lib/paths.ts';
import { mutateValue } from '../../../../integration/collector/support/mutations.ts';
import { cbor } from '../../../../integration/collector/support/oracle.ts';
import { Random } from '../../../../integration/collector/support/random.ts';
import { readCddl } from '../../../../support/cddl.ts';
import { finderFormat, finderGroups, finderLines, finderRegistry } from '../../../../support/finder-format.ts';
import { anyBatch } from '../support/arbitrary-batch.ts';
import { brotli, enhancedBatch, largestBatch, none, standardBatch } from '../support/sample-batches.ts';
import { indexOfPart, reading, type WireList, wireOf } from '../support/wire.ts';

const cddl = batchCddl(finderRegistry, finderFormat.maxBytes);

describe('docs/batch.cddl', () => {
  const ruleOf = (name: string) => cddl.split(`\n${name} = [`)[1]?.split('\n]')[0] ?? '';

  it('says what the event registry says; after a change of the registry, the generators write it anew', () => {
    expect(readFileSync(path.join(projectRoot, 'docs/batch.cddl'), 'utf8')).toBe(cddl);
  });

  it('has the groups in the order of the registry', () => {
    const names = [...ruleOf('batch').matchAll(/^ {2}([a-z]+): \1,$/gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(finderRegistry));
  });

  it.each(['envelope', 'context'] as const)('has every field of %s at its index', (group) => {
    const names = [...ruleOf(group).matchAll(/^ {2}(?:\? )?(\w+): /gm)].map(([, name]) => name);
    expect(names).toEqual(Object.keys(finderRegistry[group].fields));
  });

  it.each(['dropped', 'counts', 'throughput', 'organisation', 'configuration'] as const)(
    'has every field of %s, and each may be missing',
    (group) => {
      const pairs = [...ruleOf(group).matchAll(/^ {2}\? \(number: (\d+), value: .+\),\s+; ([\w.-]+)/gm)];
      const fields = Object.entries<FieldSpec>(finderRegistry[group].fields);
      expect(pairs.map(([, number, name]) => [Number(number), name])).toEqual(
        fields.map(([name, { number }], index) => [number ?? index, name]),
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

  it('has a rule for every log code', () => {
    const { values } = finderRegistry.logs.fields.code.type;
    const codes = values.flatMap((code, number) => (code ? [[code, number] as const] : []));
    expect(codes.map(([code]) => code).toSorted()).toEqual(Object.keys(finderLines).toSorted());
    for (const [code, number] of codes) expect(cddl).toContain(`\n${code} = [code: ${number}, time: seconds`);
  });
});

/** Bytes as a list of values, by another CBOR reader than ours. */
const decoded = (plain: Uint8Array): unknown => cbor.decode(plain);
const fixture = (name: string) => {
  const text = readFileSync(path.join(projectRoot, 'tests/fixtures', name), 'utf8');
  return Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
};

/** What the description says that it cannot say. */
const unsaid: readonly Partial<Problem>[] = [
  { path: 'batch', expected: 'a manifest that this reader has' },
  { expected: 'nothing at the standard level' },
  { path: 'usage', expected: 'columns of one length' },
  { path: 'usage.command' },
  { path: 'usage.time' },
  { path: 'operations', expected: 'histograms and counts as they are recorded' },
  { path: 'operations.operation' },
  { path: 'errors', expected: 'at most 50 reports, each once' },
  { path: 'logs.time' },
];
const isUnsaid = ({ path: where, expected }: Problem) =>
  unsaid.some((one) => (one.path ?? where) === where && (one.expected ?? expected) === expected);

describe('what docs/batch.cddl describes', () => {
  const fits = readCddl(cddl);

  it('is every batch', () => {
    for (const batch of [standardBatch, enhancedBatch, largestBatch()])
      expect(fits(decoded(finderFormat.encode(batch, none)))).toBe(true);
    fc.assert(
      fc.property(anyBatch, (batch) => {
        expect(fits(decoded(finderFormat.encode(batch, none)))).toBe(true);
      }),
    );
  });

  it('can be said of a product without any words as well', () => {
    expect(() => readCddl(batchCddl(commonRegistry, finderFormat.maxBytes))).not.toThrow();
  });

  it.each(['batch-1.cbor.hex', 'batch-1-enhanced.cbor.hex'])('is what %s holds', (name) => {
    expect(fits(decoded(fixture(name)))).toBe(true);
  });

  it('is what the reader takes, of a batch that was changed; what it refuses is none, where CDDL can say so', () => {
    const random = new Random(2026);
    const packed = finderFormat.encode(enhancedBatch, brotli);
    const verdicts = { taken: 0, refused: 0, unsaid: 0 };
    for (let round = 0; round < 3000; round++) {
      const bytes = mutateValue(packed, random);
      const decoding = finderFormat.decode(bytes, brotli);
      const description = decoding.ok ? 'taken' : JSON.stringify(decoding);
      if (!decoding.ok && !decoding.isNewer && isUnsaid(decoding.problem)) {
        verdicts.unsaid++;
        continue;
      }
      expect(fits(decoded(brotliDecompressSync(bytes))), description).toBe(decoding.ok);
      verdicts[decoding.ok ? 'taken' : 'refused']++;
    }
    expect(Math.min(...Object.values(verdicts)), JSON.stringify(verdicts)).toBeGreaterThan(300);
  });

  it.each<[string, Parameters<typeof reading>[1], (list: WireList) => unknown]>([
    ['a hash of five bytes', 'manifest', (hash) => (hash as unknown as Uint8Array).subarray(1)],
    ['too short an envelope', 'envelope', (list) => list.slice(0, -1)],
    ['an id as text', 'envelope', (list) => list.with(1, '3f1c2d4e-5b6a-4798-8a9b-acbdcedfe0f1')],
    ['an envelope without an id', 'envelope', (list) => list.with(0, [])],
    ['a day of 2100', 'envelope', (list) => list.with(7, 47_482)],
    ['a version of four numbers', 'context', (list) => list.with(1, '1.2.3.4')],
    ['no columns of uses', 'usage', () => []],
    ['reasons out of order', 'dropped', () => [2, 1, 1, 1]],
    ['a reason twice', 'dropped', () => [1, 1, 1, 1]],
    ['a reason for which nothing was lost', 'dropped', () => [1, 0]],
    ['a count whose number nobody has', 'counts', () => [4, 1]],
    ['a class whose number nobody has', 'errors', ([report]) => [(report as WireList).with(0, 1)]],
    ['an error without a class', 'errors', ([report]) => [(report as WireList).with(0, [])]],
    ['an error that did not happen', 'errors', ([report]) => [(report as WireList).with(6, 0)]],
    ['two numbers of a frame', 'errors', ([report]) => [(report as WireList).with(7, [7, 2])]],
    ['a file whose number nobody has', 'errors', ([report]) => [(report as WireList).with(7, [6, 2, 1])]],
    ['51 errors', 'errors', ([report]) => new Array(51).fill(report)],
    ['a log code whose number nobody has', 'logs', () => [[11, 0]]],
    ['a log line without its parameter', 'logs', () => [[0, 0]]],
    ['a log line with one parameter more', 'logs', () => [[4, 0, 0]]],
    ['a host name of 254 characters', 'organisation', () => [1, `${`${'a'.repeat(49)}.`.repeat(5)}comm`]],
    ['an address in place of a host name', 'organisation', () => [1, '192.168.0.1']],
    ['a setting that there is not', 'configuration', () => [8, 0]],
  ])('is not %s, which the reader refuses too', (_, part, change) => {
    expect(reading(enhancedBatch, part, change)).toMatchObject({ ok: false });
    const wire = wireOf(enhancedBatch);
    const at = indexOfPart(part);
    expect(fits(decoded(encodeCbor(wire.with(at, change(wire[at] as WireList)) as CborValue)))).toBe(false);
  });
});

describe('a description that is wrong', () => {
  const wires = [standardBatch, enhancedBatch, largestBatch()].map((batch) =>
    decoded(finderFormat.encode(batch, none)),
  );
  const without = ([...wire]: unknown[]) => wire.with(5, (wire[5] as WireList).with(3, []));
  const samples = [...wires, without(wires[0] as unknown[])];

  it.each([
    ['a bound too low', 'notice: 0..65535', 'notice: 0..0'],
    ['a list too short', '[0*50 errors-report]', '[0*2 errors-report]'],
    [
      'the groups in another order',
      '  counts: counts,\n  throughput: throughput,',
      '  throughput: throughput,\n  counts: counts,',
    ],
    ['a field that cannot expire', 'os: 0..2 / [],', 'os: 0..2,'],
    ['another length of an id', 'batch: bstr .size 16', 'batch: bstr .size 15'],
    ['an expression that asks for more', '(\\\\.[0-9]{1,5}){0,3}', '(\\\\.[0-9]{1,5}){4,9}'],
    ['a code with another parameter', 'before: 0..2]', 'before: 0..2, more: 0]'],
    ['a pair that has to be there', '? (number: 0, value: bstr', '(number: 0, value: bstr'],
  ])('is noticed: %s', (_, right, wrong) => {
    expect(cddl).toContain(right);
    expect(samples.map(readCddl(cddl))).toEqual(samples.map(() => true));
    expect(samples.map(readCddl(cddl.replace(right, wrong)))).toContain(false);
  });

  it.each([
    ['a rule that there is not', 'counts: counts', 'counts: sums', 'no rule: sums'],
    ['a rule twice', 'seconds = ', 'varints = ', 'twice: varints'],
    ['an anchor', '.regexp "', '.regexp "^', 'anchors'],
    ['a bracket too few', 'errors = [0*50 errors-report]', 'errors = [0*50 errors-report', 'no ]'],
    ['a sign that CDDL does not have', 'varints = bstr', 'varints = bstr!', 'no CDDL'],
  ])('is no CDDL: %s', (_, right, wrong, message) => {
    expect(() => readCddl(cddl.replace(right, wrong))).toThrow(message);
  });
});
