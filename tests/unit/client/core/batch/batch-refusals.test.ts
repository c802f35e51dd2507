import { describe, expect, it } from 'vitest';
import { numberedCommands } from '../../../../../app/commands/numbered.ts';
import { type Batch, noReports } from '../../../../../client/core/batch/batch.ts';
import { type CborValue, encodeCbor } from '../../../../../client/core/batch/cbor.ts';
import { writeVarints } from '../../../../../client/core/batch/varint.ts';
import { REGISTRY_REVISION } from '../../../../../client/core/registry/registry.ts';
import { commandSources } from '../../../../../client/core/registry/sources.ts';
import { finderFormat } from '../../../../support/finder-format.ts';
import { enhancedBatch, none, standardBatch } from '../support/sample-batches.ts';
import { indexOfPart, reading, type WireList, wireOf } from '../support/wire.ts';

type Part = Parameters<typeof indexOfPart>[0];

const inside = 'a value within its bounds';
const noHead = 'a format, a revision and a manifest in front';
const notRecorded = 'histograms and counts as they are recorded';
const notOnce = 'at most 50 reports, each once';
const notOneLength = 'columns of one length';
const notNumbers = 'at most 10000 numbers';
const notInOrder = 'fields of the registry, each once and in its order';
const enhancedParts = ['logs', 'organisation', 'configuration'] as const;
const omit = (values: object, name: string) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
const put = (index: number, value: unknown) => (list: WireList) => {
  list[index] = value;
};

describe('a batch is refused with the path and what was expected', () => {
  it.each<[string, Part, (list: WireList) => unknown, string, string]>([
    ['another format', 'format', () => 0, 'batch', noHead],
    ['a format by its name', 'format', () => 'one', 'batch', noHead],
    ['a revision that there was not', 'revision', () => 0, 'batch', noHead],
    ['a manifest of a revision that there is not', 'words', () => 0, 'batch', noHead],
    ['a manifest by its name', 'words', () => 'finder', 'batch', noHead],
    ['no hash of a manifest', 'manifest', () => new Uint8Array(), 'batch', noHead],
    ['a hash of five bytes', 'manifest', (hash) => (hash as unknown as Uint8Array).subarray(1), 'batch', noHead],
    ['a hash as text', 'manifest', () => 'abcdef', 'batch', noHead],
    ['no envelope', 'envelope', () => 0, 'envelope', 'a list of at most 9'],
    ['too short an envelope', 'envelope', (list) => list.slice(0, -1), 'envelope.end', inside],
    ['too long an envelope', 'envelope', (list) => [...list, 0], 'envelope', 'a list of at most 9'],
    ['an id of 15 bytes', 'envelope', put(0, new Uint8Array(15)), 'envelope.batch', inside],
    ['an id as text', 'envelope', put(1, '3f1c2d4e-5b6a-4798-8a9b-acbdcedfe0f1'), 'envelope.installation', inside],
    ['a hash of 33 bytes', 'envelope', put(2, new Uint8Array(33)), 'envelope.keyHash', inside],
    ['a level that there is not', 'envelope', put(3, 2), 'envelope.level', inside],
    ['a level by its name', 'envelope', put(3, 'standard'), 'envelope.level', inside],
    ['a number past its bound', 'envelope', put(4, 65_536), 'envelope.notice', inside],
    ['a day of 1999', 'envelope', put(7, 10_956), 'envelope.start', inside],
    ['a day of 2100', 'envelope', put(7, 47_482), 'envelope.start', inside],
    ['a country that there is not', 'context', put(11, 250), 'context.country', inside],
    ['a version of four numbers', 'context', put(1, '1.2.3.4'), 'context.version', inside],
    ['a single column of uses', 'usage', (list) => list.slice(0, 1), 'usage', notOneLength],
    ['no columns of uses', 'usage', () => [], 'usage', notOneLength],
    ['three columns of uses', 'usage', (list) => [...list, new Uint8Array()], 'usage', 'a list of at most 2'],
    ['uses as a list', 'usage', put(0, [106, 117, 107, 144]), 'usage.command', notNumbers],
    ['more uses than times', 'usage', put(0, new Uint8Array(5)), 'usage', notOneLength],
    ['too many uses', 'usage', () => [1, 2].map(() => new Uint8Array(10_001)), 'usage.command', notNumbers],
    ['numbers that are cut off', 'usage', put(1, Uint8Array.of(1, 2, 3, 250)), 'usage.time', notNumbers],
    [
      'a command that there is not',
      'usage',
      put(0, writeVarints([0, 0, 0, numberedCommands.length * commandSources.length])),
      'usage.command',
      inside,
    ],
    [
      'more than 31 days',
      'usage',
      put(1, writeVarints([1, 2, 3, 2_678_395])),
      'usage.time',
      'a sum of at most 2678400',
    ],
    ['a reason that there is not', 'dropped', () => [8, 1], 'dropped', notInOrder],
    ['a reason without a number', 'dropped', () => [1], 'dropped.disk-full', inside],
    ['a reason for which nothing was lost', 'dropped', () => [1, 0], 'dropped.disk-full', inside],
    ['two columns of operations', 'operations', (list) => list.slice(1), 'operations', notRecorded],
    [
      'columns of operations without rows',
      'operations',
      () => [1, 2, 3].map(() => new Uint8Array()),
      'operations',
      notRecorded,
    ],
    ['rows out of order', 'operations', put(0, Uint8Array.of(4, 1, 0, 1, 6, 3, 7, 1)), 'operations', notRecorded],
    ['a row twice', 'operations', put(0, Uint8Array.of(0, 1, 4, 1, 4, 3, 7, 1)), 'operations', notRecorded],
    ['half a row', 'operations', put(0, Uint8Array.of(0, 1, 4, 1, 6, 3, 7)), 'operations', notRecorded],
    [
      'an operation that there is not',
      'operations',
      put(0, Uint8Array.of(0, 1, 4, 1, 6, 3, 20, 1)),
      'operations',
      notRecorded,
    ],
    [
      'an operation whose number nobody has',
      'operations',
      put(0, Uint8Array.of(0, 1, 4, 1, 6, 3, 16, 1)),
      'operations.operation',
      inside,
    ],
    ['an operation as text', 'operations', put(0, 'app.start'), 'operations', notRecorded],
    ['a bucket twice', 'operations', put(1, Uint8Array.of(158, 241, 50, 96, 4, 0, 177)), 'operations', notRecorded],
    [
      'a bucket past the last',
      'operations',
      put(1, Uint8Array.of(158, 241, 51, 96, 4, 31, 177)),
      'operations',
      notRecorded,
    ],
    ['a count of nothing', 'operations', put(2, Uint8Array.of(0, 1, 60, 241, 1, 3, 2)), 'operations', notRecorded],
    ['a number of calls of nothing', 'counts', put(1, 0), 'counts.ipc.calls', inside],
    ['no minutes', 'throughput', put(1, 0), 'throughput.none', inside],
    ['an error of no known class', 'errors', (list) => put(0, 75)(list[0] as WireList), 'errors.class', inside],
    ['a class whose number nobody has', 'errors', (list) => put(0, 1)(list[0] as WireList), 'errors.class', inside],
    ['an error that did not happen', 'errors', (list) => put(6, 0)(list[0] as WireList), 'errors', notOnce],
    ['one report twice', 'errors', (list) => [...list, list[0]], 'errors', notOnce],
    [
      'one report twice with other foreign lines',
      'errors',
      (list) => [list[1], (list[1] as WireList).with(5, 9)],
      'errors',
      notOnce,
    ],
    ['a crash with a class', 'errors', (list) => put(0, 8)(list[1] as WireList), 'errors', notOnce],
    ['a thrown error with a reason', 'errors', (list) => put(4, 5)(list[0] as WireList), 'errors', notOnce],
    ['two numbers of a frame', 'errors', (list) => put(7, [7, 2])(list[0] as WireList), 'errors.column', inside],
    [
      '13 frames',
      'errors',
      (list) => put(7, new Array(39).fill(0))(list[0] as WireList),
      'errors',
      'a list of at most 36',
    ],
    ['51 errors', 'errors', () => new Array(51).fill([]), 'errors', 'a list of at most 50'],
    ['a report that is cut off', 'errors', (list) => [(list[0] as WireList).slice(0, 3)], 'errors.handledBy', inside],
    ['a log line that is none', 'logs', () => [7], 'logs', 'lines'],
    ['a log line of nothing', 'logs', () => [[]], 'logs.code', inside],
    ['a log code that there is not', 'logs', () => [[21, 0]], 'logs.code', inside],
    ['a log code whose number nobody has', 'logs', () => [[11, 0]], 'logs.code', inside],
    ['a log line without its parameter', 'logs', () => [[0, 0]], 'logs', 'the parameters of the code'],
    ['a log line with one parameter more', 'logs', () => [[4, 0, 0]], 'logs', 'the parameters of the code'],
    ['a log line with a word of another list', 'logs', () => [[0, 0, 3]], 'logs.value', inside],
    ['a log line with a word as text', 'logs', () => [[0, 0, 'quit']], 'logs.value', inside],
    ['a log line with a number past its bound', 'logs', () => [[1, 0, 101]], 'logs.value', inside],
    [
      'log lines of more than 31 days',
      'logs',
      () => [
        [4, 2_678_400],
        [4, 1],
      ],
      'logs.time',
      inside,
    ],
    ['501 log lines', 'logs', () => new Array(501).fill([4, 0]), 'logs', 'a list of at most 500'],
    ['a host name of one label', 'organisation', () => [1, 'example'], 'organisation.domain', inside],
    [
      'a host name that is too long',
      'organisation',
      () => [1, `${'a.'.repeat(124)}example`],
      'organisation.domain',
      inside,
    ],
    ['an address in place of a host name', 'organisation', () => [1, '192.168.0.1'], 'organisation.domain', inside],
    ['a customer with a space', 'organisation', () => [3, 'Jane Doe'], 'organisation.customer', inside],
    ['a setting that there is not', 'configuration', () => [8, 0], 'configuration', notInOrder],
    ['a theme that there is not', 'configuration', () => [0, 3], 'configuration.theme', inside],
  ])('%s', (_, part, change, path, expected) => {
    expect(reading(enhancedBatch, part, change)).toEqual({ ok: false, problem: { path, expected } });
  });

  it.each(['format', 'revision', 'words'] as const)('a newer %s is told apart, whatever follows it', (part) => {
    const wire = wireOf(enhancedBatch);
    wire[indexOfPart(part)] = Math.max(REGISTRY_REVISION, finderFormat.manifest.revision) + 1;
    for (const rest of [[], [[]], ['what nobody knows yet', [[[[[[0]]]]]]]]) {
      expect(finderFormat.decode(encodeCbor([...wire, ...rest] as CborValue), none)).toMatchObject({
        ok: false,
        isNewer: true,
      });
    }
  });

  it('parts too few or too many', () => {
    for (const parts of [wireOf(enhancedBatch).slice(0, -1), [...wireOf(enhancedBatch), []]]) {
      const decoding = finderFormat.decode(encodeCbor(parts as CborValue), none);
      expect(decoding).toEqual({ ok: false, problem: { path: 'batch', expected: 'a list of 15' } });
    }
  });

  it.each(enhancedParts)('%s at the standard level', (part) => {
    const enhanced = wireOf(enhancedBatch)[indexOfPart(part)];
    const decoding = reading(standardBatch, part, () => enhanced);
    expect(decoding).toMatchObject({ ok: false, problem: { expected: 'nothing at the standard level' } });
    expect(decoding.ok ? '' : decoding.problem.path).toMatch(new RegExp(`^${part}`));
  });

  it('and never with the value', () => {
    const secrets: readonly [Part, (list: WireList) => unknown][] = [
      ['envelope', put(3, 'jane.doe')],
      ['context', put(1, 'jane.doe')],
      ['usage', () => ['jane.doe', 'jane.doe']],
      ['dropped', () => ['jane.doe', 1]],
      ['operations', () => ['jane.doe', 'jane.doe', 'jane.doe']],
      ['errors', () => [['jane.doe']]],
      ['logs', () => [['jane.doe']]],
      ['organisation', () => [1, 'jane doe.com']],
    ];
    for (const [part, change] of secrets) {
      const decoding = reading(enhancedBatch, part, change);
      expect(decoding.ok).toBe(false);
      expect(JSON.stringify(decoding)).not.toContain('jane');
    }
  });
});

describe('a batch is not written when the registry would refuse it', () => {
  it.each<[string, object, string]>([
    ['an unknown country', { context: { ...standardBatch.context, country: 'XX' } }, 'context.country'],
    ['a missing field', { context: omit(standardBatch.context, 'version') }, 'context.version'],
    ['a field without a value', { context: { ...standardBatch.context, country: undefined } }, 'context'],
    ['no field at all', { context: {} }, 'context.product'],
    ['a field besides', { context: { ...standardBatch.context, note: 'jane.doe' } }, 'context'],
    ['a command that there is not', { usage: [{ command: 'jane.doe', source: 'menu', time: 1 }] }, 'usage.command'],
    ['half a second', { usage: [{ command: 'go.back', source: 'menu', time: 1.5 }] }, 'usage.time'],
    ['too long a session', { usage: [{ command: 'go.back', source: 'menu', time: 2_678_401 }] }, 'usage.time'],
    ['too many uses', { usage: new Array(10_001).fill({ command: 'go.back', source: 'menu', time: 1 }) }, 'usage'],
    ['a reason that there is not', { dropped: { 'jane.doe': 1 } }, 'dropped'],
    ['a reason for which nothing was lost', { dropped: { refused: 0 } }, 'dropped.refused'],
    ['a group that there is not', { thoughts: ['jane.doe'] }, 'thoughts'],
    ['a count past its bound', { counts: { 'ipc.calls': 2 ** 32 } }, 'counts'],
    ['one report twice', { errors: [enhancedBatch.errors[0], enhancedBatch.errors[0]] }, 'errors'],
    ['a log line of an older version', { logs: [{ code: 'jane.doe', time: 0, values: [] }] }, 'logs.code'],
    ['a log line with one parameter more', { logs: [{ code: 'app.session-ended', time: 0, values: [1] }] }, 'logs'],
    ['a log line before the session', { logs: [{ code: 'app.session-ended', time: -1, values: [] }] }, 'logs.time'],
    ['too many log lines', { logs: new Array(501).fill({ code: 'app.session-ended', time: 0, values: [] }) }, 'logs'],
    ['a setting that there is not', { configuration: { note: 'jane.doe' } }, 'configuration'],
    ['a value of no list', { configuration: { theme: 'jane.doe' } }, 'configuration.theme'],
  ])('%s', (_, change, path) => {
    const write = () => finderFormat.encode({ ...enhancedBatch, ...change } as Batch, none);
    expect(write).toThrow(path);
    expect(write).not.toThrow('jane.doe');
  });

  it.each(enhancedParts)('%s at the standard level', (part) => {
    const batch = { ...standardBatch, [part]: enhancedBatch[part] };
    expect(() => finderFormat.encode(batch, none)).toThrow('nothing at the standard level');
    expect(() => finderFormat.encode({ ...batch, [part]: noReports[part] }, none)).not.toThrow();
  });
});
