import { describe, expect, it } from 'vitest';
import { RECEIPT_MEDIA_TYPE } from '../../../../../client/core/batch/batch.ts';
import { USER_DATA_MEDIA_TYPE } from '../../../../../client/core/batch/user-data.ts';
import { MAX_USER_DATA_DEPTH, MAX_USER_DATA_ITEMS } from '../../../../../client/main/limits.ts';
import { readErasure, readPage } from '../../../../../client/main/user-data/user-data-answers.ts';
import { answer } from '../../../../support/fakes.ts';

const page = (text: string) => readPage(response(text, USER_DATA_MEDIA_TYPE), 'i');
const erasure = (text: string) => readErasure(response(text, RECEIPT_MEDIA_TYPE), 'i');
const response = (text: string, mediaType: string) => answer(200, text, mediaType);

/** Arrays within one another, the innermost empty. */
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const pageOf = (field: string) =>
  `{"installation":"i","batches":[{"envelope":{"batch":"b"},"dreams":${field}}],"next":null}`;

describe('a page of what the collector holds', () => {
  it('keeps whatever else stands in a batch, and passes over what else stands beside them', () => {
    const batches = [{ envelope: { batch: 'b', mood: 'calm' }, dreams: { list: [1, null] } }];
    const text = JSON.stringify({ installation: 'i', batches, next: 'n', news: 1 });
    expect(page(text)).toMatchObject({ status: 'read', value: { batches, next: 'n' } });
  });

  it.each([
    ['no installation', '{"batches":[],"next":null}'],
    ['another installation', '{"installation":"j","batches":[],"next":null}'],
    ['an installation below __proto__', '{"__proto__":{"installation":"i"},"batches":[],"next":null}'],
    ['no batches', '{"installation":"i","next":null}'],
    ['batches that are no list', '{"installation":"i","batches":{"length":0},"next":null}'],
    ['a batch without an envelope', '{"installation":"i","batches":[{}],"next":null}'],
    ['a batch whose envelope is a list', '{"installation":"i","batches":[{"envelope":[]}],"next":null}'],
    ['a batch without a name', '{"installation":"i","batches":[{"envelope":{"batch":1}}],"next":null}'],
    ['a name below __proto__', '{"installation":"i","batches":[{"envelope":{"__proto__":{"batch":"b"}}}],"next":null}'],
    ['no word on the next page', '{"installation":"i","batches":[]}'],
    ['a number for the next page', '{"installation":"i","batches":[],"next":1}'],
    ['a next page of 101 letters', JSON.stringify({ installation: 'i', batches: [], next: 'n'.repeat(101) })],
    ['half a text', '{"installation":"i","batches":['],
    ['no object', 'null'],
  ])('with %s is none', (_name, text) => {
    expect(page(text)).toBeUndefined();
  });

  it('is none when a batch is nested so deep that it could not be written again', () => {
    // The batch itself and this field's value stand around the arrays.
    expect(page(pageOf(nested(MAX_USER_DATA_DEPTH - 1)))).toMatchObject({ status: 'read' });
    expect(page(pageOf(nested(MAX_USER_DATA_DEPTH)))).toBeUndefined();
    expect(page(pageOf(nested(100_000)))).toBeUndefined();
  });

  it('is none when it holds more values than the collector puts on a page, before they are made', () => {
    const lists = (count: number) => pageOf(`[${new Array<string>(count).fill('[]').join()}]`);
    expect(page(lists(MAX_USER_DATA_ITEMS / 2 - 10))).toMatchObject({ status: 'read' });
    expect(page(lists(MAX_USER_DATA_ITEMS / 2))).toBeUndefined();
    expect(page(lists(1_300_000))).toBeUndefined();
  });

  it('may hold many batches', () => {
    const batches = Array.from({ length: 20_000 }, (_, index) => ({ envelope: { batch: String(index) } }));
    const reading = page(JSON.stringify({ installation: 'i', batches, next: null }));
    expect(reading?.status === 'read' && reading.value.batches).toHaveLength(20_000);
  });
});

describe('the receipt of an erasure', () => {
  it('says how much was erased', () => {
    expect(erasure('{"installation":"i","status":"erased","batches":3,"news":1}')).toMatchObject({
      status: 'read',
      value: { batches: 3 },
    });
  });

  it.each([
    '{"installation":"j","status":"erased","batches":3}',
    '{"installation":"i","status":"kept","batches":3}',
    '{"installation":"i","batches":3}',
    '{"installation":"i","status":"erased"}',
    '{"installation":"i","status":"erased","batches":-1}',
    '{"installation":"i","status":"erased","batches":1.5}',
    '{"installation":"i","status":"erased","batches":1e999}',
    '{"installation":"i","status":["erased"],"batches":1}',
    '[]',
  ])('is not %s', (text) => {
    expect(erasure(text)).toBeUndefined();
  });
});
