import { describe, expect, it } from 'vitest';
import { finder } from '../../../../../app/finder/product.ts';
import { nothing } from '../../../../../client/core/ipc/channel.ts';
import { USAGE_BUFFER_EVENTS } from '../../../../../client/core/ipc/limits.ts';
import {
  isDecideRequest,
  isDeletionRequest,
  isExampleRequest,
  isShownQuestion,
  isShownUnsent,
  isUnsentRequest,
  usageRecordShape,
} from '../../../../../client/core/ipc/program.ts';

const isUsageRecord = usageRecordShape(finder.words);

const event = { command: 'go.search', source: 'menu', age: 0.5 };
const record = { events: [event], dropped: 0 };
const errors = { reports: [], dropped: 0 };

describe('what a window reports', () => {
  it.each([
    [record],
    [{ events: [], dropped: 1_000_000 }],
    [{ ...record, events: [{ ...event, age: 86_400_000 }] }],
    [{ ...record, errors, epoch: 0, flushed: true }],
    // As a structured clone keeps it.
    [{ ...record, operations: undefined, errors: undefined, epoch: undefined, flushed: undefined }],
  ])('is taken: %j', (value) => {
    expect(isUsageRecord(value)).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['a text', 'x'],
    ['no events', { dropped: 0 }],
    ['more events than a window keeps', { ...record, events: Array(USAGE_BUFFER_EVENTS + 1).fill(event) }],
    ['a hole among the events', { ...record, events: new Array(1) }],
    ['a command that is none', { ...record, events: [{ ...event, command: 'toString' }] }],
    ['a source that is none', { ...record, events: [{ ...event, source: 'voice' }] }],
    ['an event of the future', { ...record, events: [{ ...event, age: -1 }] }],
    ['an event of the day before', { ...record, events: [{ ...event, age: 86_400_001 }] }],
    ['an age that is no number', { ...record, events: [{ ...event, age: Number.NaN }] }],
    ['words beside the event', { ...record, events: [{ ...event, text: 'secret' }] }],
    ['half a loss', { ...record, dropped: 0.5 }],
    ['too great a loss', { ...record, dropped: 1_000_001 }],
    ['operations that are none', { ...record, operations: { operations: {} } }],
    ['errors that are none', { ...record, errors: { reports: [{}], dropped: 0 } }],
    ['an epoch before the first', { ...record, epoch: -1 }],
    ['a flush that is not', { ...record, flushed: false }],
    ['another field', { ...record, note: 1 }],
  ])('is refused with %s', (_name, value) => {
    expect(isUsageRecord(value)).toBe(false);
  });
});

describe.each([
  [
    'an answer',
    isDecideRequest,
    [
      { answer: 'no', from: 'popup' },
      { answer: 'yes', level: 'standard', from: 'help' },
    ],
    [
      { answer: 'yes', from: 'popup' },
      { answer: 'yes', level: 'off', from: 'popup' },
      { answer: 'no', level: 'standard', from: 'popup' },
      { answer: 'no', from: 'tray' },
      { answer: 'maybe', from: 'popup' },
      null,
    ],
  ],
  ['what is not sent in sight', isShownUnsent, [{ shown: true }, { shown: false }], [{ shown: 'popup' }, {}, true]],
  ['a question in sight', isShownQuestion, [{ shown: 'none' }], [{ shown: 'held' }, {}, 'popup']],
  [
    'a look at what waits',
    isUnsentRequest,
    [{ sessions: 0 }, { sessions: 100_000 }],
    [{ sessions: 100_001 }, { sessions: -1 }, {}],
  ],
  ['an example', isExampleRequest, [{ level: 'enhanced' }], [{ level: 'off' }, { level: 'standard', more: 1 }]],
  [
    'a deletion',
    isDeletionRequest,
    [{ what: 'current' }, { what: 'waiting' }, { what: 'session', run: 4_294_967_295 }],
    [{ what: 'session' }, { what: 'current', run: 1 }, { what: 'session', run: 4_294_967_296 }, { what: 'everything' }],
  ],
  ['no request', nothing, [undefined], [null, {}, 0, '']],
] as const)('%s', (_name, shape, taken, refused) => {
  it.each(taken.map((value) => [value]))('is taken: %j', (value) => {
    expect(shape(value)).toBe(true);
  });

  it.each(refused.map((value) => [value]))('is refused: %j', (value) => {
    expect(shape(value)).toBe(false);
  });
});
