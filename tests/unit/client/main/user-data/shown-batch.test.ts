import { describe, expect, it } from 'vitest';
import {
  between,
  either,
  exactly,
  exactlyWith,
  isNumber,
  isText,
  listOf,
  within,
} from '../../../../../client/core/batch/shapes.ts';
import type { ShownBatch, ShownError, ShownLine, ShownOperation } from '../../../../../client/core/ipc/program.ts';
import { describeBatch } from '../../../../../client/main/user-data/shown-batch.ts';

/** What the window draws: a value of another type would end its view. */
const isShownBatch = exactlyWith<ShownBatch>(
  {
    batch: isText,
    state: within(['current', 'waiting', 'unreadable', 'stored', 'example']),
    start: isText,
    session: isNumber,
    bytes: isNumber,
    fields: listOf(exactly<ShownBatch['fields'][number]>({ path: isText, value: isText })),
    usage: listOf(exactly<ShownBatch['usage'][number]>({ command: isText, source: isText, time: isNumber })),
    operations: listOf(
      exactly<ShownOperation>({
        operation: isText,
        outcome: isText,
        count: isNumber,
        half: isNumber,
        slowest: isNumber,
        ranges: listOf(
          exactly<ShownOperation['ranges'][number]>({
            bucket: isNumber,
            lower: isNumber,
            upper: isNumber,
            count: isNumber,
          }),
        ),
      }),
    ),
    errors: listOf(
      exactly<ShownError>({
        class: isText,
        code: isText,
        process: isText,
        handledBy: isText,
        reason: isText,
        frames: listOf(exactly<ShownError['frames'][number]>({ file: isText, line: isNumber, column: isNumber })),
        foreign: isNumber,
        count: isNumber,
      }),
    ),
    logs: listOf(exactly<ShownLine>({ code: isText, time: isNumber, values: listOf(either(isText, isNumber)) })),
  },
  { run: between(0, Number.MAX_SAFE_INTEGER) },
);

const described = (text: string) => describeBatch(JSON.parse(text), 'stored', 1);

const use = { command: 'go.search', source: 'menu', time: 1 };
const report = { class: 'Error', code: '', process: 'main', handledBy: 'x', reason: 'none', frames: [], foreign: 0 };
const frame = { file: 'main', line: 1, column: 2 };

describe('a batch of which a group is unlike this version, described', () => {
  it.each([
    ['usage', [use, { ...use, time: '1' }]],
    ['usage', [{ ...use, more: 1 }]],
    ['usage', [{ command: 'go.search', source: 'menu' }]],
    ['usage', { 0: use }],
    ['usage', [null]],
    ['errors', [{ report: { ...report, frames: [{ ...frame, more: 1 }] }, count: 1 }]],
    ['errors', [{ report: { ...report, foreign: null }, count: 1 }]],
    ['errors', [{ report, count: '1' }]],
    ['logs', [{ code: 'c', time: 1, values: [{}] }]],
    ['logs', [{ code: 'c', time: null, values: [] }]],
    ['operations', { operation: ['x'], outcome: [], buckets: [1], bucket: [1], count: [1] }],
    ['operations', { operation: ['x'], outcome: ['ok'], buckets: [-1], bucket: [1], count: [1] }],
    ['operations', { operation: ['x'], outcome: ['ok'], buckets: [1], bucket: [1e9], count: [1] }],
    ['operations', []],
    ['context', { os: ['linux'] }],
    ['context', null],
  ])('shows %s among the fields, as JSON: %j', (group, value) => {
    const batch = described(JSON.stringify({ envelope: { batch: 'b' }, [group]: value }));
    expect(batch.fields).toContainEqual({ path: group, value: JSON.stringify(value) });
    expect(batch).toMatchObject({ usage: [], operations: [], errors: [], logs: [] });
    expect(isShownBatch(batch)).toBe(true);
  });

  it('shows what fits as lists', () => {
    const logs = [{ code: 'c', time: 1, values: ['a', 2] }];
    const errors = [{ report: { ...report, frames: [frame] }, count: 2 }];
    const batch = described(JSON.stringify({ envelope: {}, usage: [use], errors, logs }));
    expect(batch).toMatchObject({ usage: [use], errors: [{ ...report, frames: [frame], count: 2 }], logs, fields: [] });
  });

  it('shows names that mean something to JavaScript like any other', () => {
    const batch = described('{"envelope":{"__proto__":"a"},"__proto__":{"batch":"b"},"constructor":1,"toString":{}}');
    expect(batch.batch).toBe('');
    expect(batch.fields).toEqual([
      { path: 'envelope.__proto__', value: 'a' },
      { path: '__proto__.batch', value: 'b' },
      { path: 'constructor', value: '1' },
    ]);
  });

  it.each(['"three"', 'null', '[1]', '1e999', '{}'])('can be shown when its session is %s', (session) => {
    const batch = described(`{"envelope":{"batch":"b","session":${session}}}`);
    expect(batch.session).toBe(0);
    expect(isShownBatch(batch)).toBe(true);
  });

  it('shows a list of any length', () => {
    expect(described(JSON.stringify({ usage: Array(100_000).fill(use) })).usage).toHaveLength(100_000);
  });
});
