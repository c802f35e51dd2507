import { EventEmitter } from 'node:events';
import { beforeEach, expect, test } from 'vitest';
import { listenForStop } from '../../../scripts/start/app-process.ts';

let signals: EventEmitter;
let now: number;
let wishes: string[];

beforeEach(() => {
  signals = new EventEmitter();
  now = 1000;
  wishes = [];
  const stop = listenForStop(signals, () => now);
  void stop.requested.then(() => wishes.push('requested'));
  void stop.insisted.then(() => wishes.push('insisted'));
});

async function send(signal: NodeJS.Signals, at: number) {
  now = at;
  signals.emit(signal);
  await Promise.resolve();
}

test('one Ctrl+C that arrives three times is one request', async () => {
  for (const at of [1000, 1005, 1040]) await send('SIGINT', at);
  expect(wishes).toEqual(['requested']);
});

test('a second Ctrl+C insists', async () => {
  await send('SIGINT', 1000);
  await send('SIGINT', 2000);
  expect(wishes).toEqual(['requested', 'insisted']);
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s is a request, too', async (signal) => {
  await send(signal, 1000);
  expect(wishes).toEqual(['requested']);
});
