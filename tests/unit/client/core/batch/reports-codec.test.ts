import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinesGroup } from '../../../../../client/core/batch/lines-codec.ts';
import { Invalid } from '../../../../../client/core/batch/problem.ts';
import { ReportsGroup } from '../../../../../client/core/batch/reports-codec.ts';
import { UsesGroup, usageRows } from '../../../../../client/core/batch/usage-codec.ts';
import { writeVarints } from '../../../../../client/core/batch/varint.ts';
import type { LogWord } from '../../../../../client/core/product/words.ts';
import { evenAndOdd, type Group } from '../../../../../client/core/registry/declaration.ts';
import { oneOf, SESSION_SECONDS, uint } from '../../../../../client/core/registry/field-types.ts';
import { commandSources } from '../../../../../client/core/registry/sources.ts';
import { finderRegistry } from '../../../../support/finder-format.ts';
import { anyCbor } from '../support/arbitrary-batch.ts';
import { enhanced, groupOf, standard } from '../support/declared.ts';
import { enhancedBatch } from '../support/sample-batches.ts';

const plain = (revision = 1) => ({ level: 'standard', revision }) as const;
const full = (revision = 1) => ({ level: 'enhanced', revision }) as const;

/** Whatever is read of a value is written as that value again; else it is refused as a codec refuses. */
function neverThrownAt(codec: { unpack(value: unknown): unknown; pack(values: never): unknown }) {
  for (const any of [anyCbor, fc.anything()] as fc.Arbitrary<unknown>[]) {
    fc.assert(
      fc.property(any, (value) => {
        try {
          const read = codec.unpack(value);
          if (any === anyCbor) expect(codec.pack(read as never)).toEqual(value);
        } catch (error) {
          expect(error).toBeInstanceOf(Invalid);
        }
      }),
      { numRuns: 300 },
    );
  }
}

describe('reports of errors', () => {
  const { errors } = finderRegistry;
  const codec = new ReportsGroup('errors', errors);
  const [report] = enhancedBatch.errors;
  const packed = [16, 0, 1, 2, 0, 3, 4, [15, 2, 184_113, 4, 1, 77]];

  it('stand in a batch as their fields and then their frames', () => {
    expect(codec.pack(report ? [report] : [], plain())).toEqual([packed]);
    expect(codec.unpack([packed], plain())).toEqual([report]);
    expect(codec.unpack([], plain())).toEqual(codec.nothing);
  });

  it('are read by the fields that their revision had: what joined later stands before the frames', () => {
    const visible = standard(oneOf('unknown', 'no', 'yes'), { revision: 2, before: 'unknown' });
    const seats = standard(uint(9, 'count'), { revision: 3, before: 0 });
    const later = new ReportsGroup('errors', { ...errors, fields: { ...errors.fields, visible, seats } });
    const of = (more: object) => [{ count: report?.count, report: { ...report?.report, ...more } }];
    expect(later.unpack([packed], plain(1))).toEqual(of({ visible: 'unknown', seats: 0 }));
    expect(later.unpack([packed.toSpliced(7, 0, 2)], plain(2))).toEqual(of({ visible: 'yes', seats: 0 }));
    expect(later.unpack([packed.toSpliced(7, 0, 2, 9)], plain(3))).toEqual(of({ visible: 'yes', seats: 9 }));
    expect(() => later.unpack([packed], plain(2))).toThrow(Invalid);
    expect(() => later.unpack([packed.toSpliced(7, 0, 2)], plain(1))).toThrow('errors: a list of at most 8');
    const needed = { ...visible, before: undefined } as unknown as Group['fields'][string];
    const strict = new ReportsGroup('errors', { ...errors, fields: { ...errors.fields, visible: needed } });
    expect(() => strict.unpack([packed], plain(1))).toThrow('errors.visible: a value within its bounds');
  });

  it('are of the highest level of their fields, in both directions', () => {
    const fields = { ...errors.fields, foreign: { ...errors.fields.foreign, level: 'enhanced' as const } };
    const private_ = new ReportsGroup('errors', { ...errors, fields });
    const expected = 'errors: nothing at the standard level';
    expect(private_.unpack([packed], full())).toEqual([report]);
    expect(() => private_.unpack([packed], plain())).toThrow(expected);
    expect(() => private_.pack(report ? [report] : [], plain())).toThrow(expected);
    expect(private_.unpack([], plain())).toEqual([]);
  });

  it('are refused in their own way whatever they are', () => {
    neverThrownAt({
      unpack: (value) => codec.unpack(value, plain()),
      pack: (values) => codec.pack(values, plain()),
    });
  });
});

describe('lines of a log', () => {
  const said = { en: 'Said.', it: 'Detto.' };
  const lines: Readonly<Record<string, LogWord>> = {
    started: { level: 'info', title: said, parameters: { before: oneOf('first', 'quit'), attempt: uint(9, 'count') } },
    ended: { level: 'info', title: said, parameters: {} },
    slow: { level: 'warning', title: said, parameters: { seconds: uint(60, 'seconds') } },
  };
  // The client has started and ended, the product slow: 3 is nobody's.
  const codes = evenAndOdd(['started', 'ended'], ['slow']);
  const fields = { code: enhanced(oneOf(...codes)), time: enhanced(uint(SESSION_SECONDS, 'seconds')) };
  const codec = new LinesGroup('logs', groupOf('lines', fields, { lines }));
  const some = [
    { code: 'started', time: 2, values: ['quit', 9] },
    { code: 'slow', time: 2, values: [60] },
    { code: 'ended', time: 10, values: [] },
  ];

  it('stand in a batch as the number of their code, the time since the line before, and their values', () => {
    const packed = [
      [0, 2, 1, 9],
      [1, 0, 60],
      [2, 8],
    ];
    expect(codec.pack(some, full())).toEqual(packed);
    expect(codec.unpack(packed, full())).toEqual(some);
  });

  it.each<[string, unknown, string]>([
    ['a code whose number nobody has', [[3, 0]], 'logs.code: a value within its bounds'],
    ['a code by its name', [['ended', 0]], 'logs.code: a value within its bounds'],
    ['a code of a list’s own', [['constructor', 0]], 'logs.code: a value within its bounds'],
    ['no time', [[2]], 'logs.time: a value within its bounds'],
    ['a value too many', [[2, 0, 0]], 'logs: the parameters of the code'],
    ['a value past its bound', [[1, 0, 61]], 'logs.value: a value within its bounds'],
    ['a word that there is not', [[0, 0, 2, 1]], 'logs.value: a value within its bounds'],
    ['a line that is a map', [{ code: 2 }], 'logs: lines'],
  ])('are refused with %s', (_, packed, expected) => {
    expect(() => codec.unpack(packed, full())).toThrow(expected);
  });

  it('are of the level of their code, in both directions', () => {
    const expected = 'logs: nothing at the standard level';
    expect(() => codec.pack(some, plain())).toThrow(expected);
    expect(() => codec.unpack([[2, 8]], plain())).toThrow(expected);
    expect(codec.unpack(codec.pack([], plain()), plain())).toEqual([]);
  });

  it('are refused in their own way whatever they are', () => {
    neverThrownAt({ unpack: (value) => codec.unpack(value, full()), pack: (values) => codec.pack(values, full()) });
  });
});

describe('uses of commands', () => {
  const fieldsOf = (...commands: string[]) => ({
    command: standard(oneOf(...commands)),
    source: standard(oneOf(...commandSources)),
    time: standard(uint(SESSION_SECONDS, 'seconds')),
  });
  const codec = new UsesGroup('usage', groupOf('uses', fieldsOf('open', 'close')));
  const rows = [
    { command: 'close', source: commandSources[3], time: 4 },
    { command: 'open', source: commandSources[0], time: 9 },
  ] as const;

  it('stand in a batch as two columns, and are read as columns or rows', () => {
    const packed = codec.packRows(rows, 'standard');
    expect(packed).toEqual([Uint8Array.of(7, 0), Uint8Array.of(4, 5)]);
    const columns = codec.unpack(packed, plain());
    expect(columns).toEqual({ command: [1, 0], source: [3, 0], time: [4, 9], commands: ['open', 'close'] });
    expect(usageRows(columns)).toEqual(rows);
    expect(codec.pack(columns, plain())).toEqual(packed);
    expect(codec.unpack(codec.pack(codec.nothing, plain()), plain())).toEqual(codec.nothing);
  });

  it('are of commands of the product alone', () => {
    expect(['open', 'close', 'toString', '', undefined].map((word) => codec.isCommand(word))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    const outside = 'usage.command: a value within its bounds';
    expect(() => codec.packRows([{ ...rows[0], command: 'toString' }], 'standard')).toThrow(outside);
    expect(() => codec.pack({ ...codec.nothing, command: [2], source: [0], time: [0] }, plain())).toThrow(outside);
    expect(() => codec.unpack([writeVarints([8]), writeVarints([0])], plain())).toThrow(outside);
    const wordless = new UsesGroup('usage', groupOf('uses', fieldsOf()));
    expect(wordless.unpack([new Uint8Array(), new Uint8Array()], plain())).toEqual(wordless.nothing);
    expect(() => wordless.unpack([Uint8Array.of(0), Uint8Array.of(0)], plain())).toThrow(outside);
  });

  it('are of the level of their fields, in both directions', () => {
    const fields = { ...fieldsOf('open', 'close'), time: enhanced(uint(SESSION_SECONDS, 'seconds')) };
    const private_ = new UsesGroup('usage', groupOf('uses', fields));
    const expected = 'usage.time: nothing at the standard level';
    const packed = private_.packRows(rows, 'enhanced');
    expect(usageRows(private_.unpack(packed, full()))).toEqual(rows);
    expect(() => private_.packRows(rows, 'standard')).toThrow(expected);
    expect(() => private_.unpack(packed, plain())).toThrow(expected);
    expect(private_.packRows([], 'standard')).toEqual([new Uint8Array(), new Uint8Array()]);
  });

  it('are refused in their own way whatever they are', () => {
    neverThrownAt({ unpack: (value) => codec.unpack(value, plain()), pack: (values) => codec.pack(values, plain()) });
  });
});
