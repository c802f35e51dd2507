import { expect, test } from 'vitest';
import { describeReceived } from '../../../scripts/start/received.ts';

const use = (command: string, source: string, count: number) => ({ command, source, count });

test('only what came in this run is told, summed over sources, the most used first', () => {
  const before = { sessions: 4, usage: [use('view.list', 'menu', 10), use('help.about', 'menu', 1)] };
  const after = {
    sessions: 5,
    usage: [
      use('view.list', 'menu', 11),
      use('go.search', 'menu', 2),
      use('go.search', 'shortcut', 3),
      use('help.about', 'menu', 1),
    ],
  };
  expect(describeReceived(before, after)).toEqual([
    'received in this run: 1 session, 6 events',
    '  go.search  5',
    '  view.list  1',
  ]);
});

test('a session without events is told', () => {
  expect(describeReceived({ sessions: 0, usage: [] }, { sessions: 2, usage: [] })).toEqual([
    'received in this run: 2 sessions, 0 events',
  ]);
});

test('nothing is told as nothing', () => {
  const same = { sessions: 1, usage: [use('view.list', 'menu', 1)] };
  expect(describeReceived(same, same)).toEqual([expect.stringContaining('received in this run: nothing')]);
});
