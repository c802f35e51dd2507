import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { watchResponse } from '../../../../main/window/windows.ts';
import { FakeTime } from '../../../support/fakes.ts';

let window: EventEmitter;
let time: FakeTime;
let told: number[];

beforeEach(() => {
  window = new EventEmitter();
  time = new FakeTime();
  told = [];
  watchResponse(window, time, (seconds) => told.push(seconds));
});

it('tells how long a window did not react, when it does again, each time', () => {
  for (const wait of [4000, 9500]) {
    window.emit('unresponsive');
    time.advance(wait / 2);
    window.emit('unresponsive');
    time.advance(wait / 2);
    window.emit('responsive');
  }
  expect(told).toEqual([4, 9.5]);
});

it('tells it when the window is closed instead, and of a window that always reacted nothing', () => {
  window.emit('responsive');
  window.emit('closed');
  expect(told).toEqual([]);
  window.emit('unresponsive');
  time.advance(3000);
  window.emit('closed');
  expect(told).toEqual([3]);
});
