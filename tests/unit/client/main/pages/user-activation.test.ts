import { EventEmitter } from 'node:events';
import type { BrowserWindow, InputEvent } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  ACT_WITHIN_MS,
  ANSWER_WITHIN_MS,
  presses,
  SEEN_AFTER_MS,
  UserActivation,
  whyUnseen,
} from '../../../../../client/main/pages/user-activation.ts';

describe('a Yes', () => {
  const seen = { question: 10_000, visible: 2000, pressed: 10_700 };

  it('counts when the question was in sight and something was then pressed', () => {
    expect(whyUnseen(seen, 10_750, false)).toBeUndefined();
  });

  it.each([
    ['nothing was asked', { ...seen, question: undefined }, 10_750, 'not-asked'],
    ['the window is not in sight', { ...seen, visible: undefined }, 10_750, 'not-visible'],
    ['the question came just now', { ...seen, pressed: 10_400 }, 10_400, 'too-soon'],
    ['the window came back just now', { ...seen, visible: 10_500 }, 10_750, 'too-soon'],
    ['nothing was pressed', { ...seen, pressed: undefined }, 10_750, 'not-pressed'],
    [
      'what was pressed was pressed before the question could be read',
      { ...seen, pressed: 10_499 },
      10_600,
      'not-pressed',
    ],
    ['it comes long after what was pressed', seen, 10_701 + ANSWER_WITHIN_MS, 'not-pressed'],
  ] as const)('does not count when %s', (_, what, now, why) => {
    expect(whyUnseen(what, now, false)).toBe(why);
  });

  it('of an assistive technology needs no press, and still a question in sight', () => {
    expect(whyUnseen({ ...seen, pressed: undefined }, 10_500, true)).toBeUndefined();
    expect(whyUnseen({ ...seen, pressed: undefined }, 10_499, true)).toBe('too-soon');
    expect(whyUnseen({ ...seen, question: undefined }, 10_500, true)).toBe('not-asked');
  });
});

const key = (type: string, name: string, more = {}) =>
  ({ type, key: name, modifiers: [], ...more }) as never as InputEvent;
const pointer = (type: string, ...modifiers: string[]) => ({ type, modifiers }) as never as InputEvent;

describe('an input', () => {
  it.each([
    pointer('mouseUp', 'leftbuttondown'),
    pointer('touchEnd'),
    pointer('gestureTap'),
    key('keyDown', 'Enter'),
    key('rawKeyDown', ' '),
    key('keyUp', ' '),
  ])('can press a button: %j', (input) => {
    expect(presses(input)).toBe(true);
  });

  it.each([
    pointer('mouseMove'),
    pointer('mouseDown', 'leftbuttondown'),
    pointer('mouseUp', 'rightbuttondown'),
    pointer('gestureScrollBegin'),
    key('keyDown', 'y'),
    key('keyDown', 'Enter', { isAutoRepeat: true }),
    key('char', 'Enter'),
  ])('cannot: %j', (input) => {
    expect(presses(input)).toBe(false);
  });
});

/** A window whose events a test sends. */
function aWindow(id = 1) {
  const webContents = new EventEmitter();
  const state = { visible: true, minimized: false };
  const window = Object.assign(new EventEmitter(), {
    id,
    webContents,
    isVisible: () => state.visible,
    isMinimized: () => state.minimized,
  });
  const input = (event: InputEvent) => webContents.emit('input-event', {}, event);
  return { window: window as never as BrowserWindow, webContents, state, input };
}

function watching(assisted = false) {
  const clock = { now: 1000 };
  const activation = new UserActivation({ clock: { monotonic: () => clock.now }, assisted: () => assisted });
  const one = aWindow();
  activation.watch(one.window);
  one.window.emit('show');
  const wait = (milliseconds: number) => {
    clock.now += milliseconds;
  };
  return { activation, wait, ...one };
}

describe('a window that is watched', () => {
  it('takes a Yes to the popup that main asked for, once it was seen and answered by a press', () => {
    const { activation, wait, window, input } = watching();
    activation.asked(window);
    activation.shows(window, 'popup');
    wait(SEEN_AFTER_MS);
    expect(activation.whyUnseen(window)).toBe('not-pressed');
    input(pointer('mouseUp'));
    expect(activation.whyUnseen(window)).toBeUndefined();
  });

  it('takes none to a popup that main did not ask for, nor in a window that it does not know', () => {
    const { activation, wait, window, input } = watching();
    activation.shows(window, 'popup');
    wait(SEEN_AFTER_MS);
    input(pointer('mouseUp'));
    expect(activation.whyUnseen(window)).toBe('not-asked');
    expect(activation.whyUnseen(aWindow(2).window)).toBe('not-asked');
  });

  it.each([
    ['closed the dialog', ({ activation, window }) => activation.shows(window, 'none')],
    [
      'showed another page',
      ({ webContents }) => webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false }),
    ],
    ['crashed', ({ webContents }) => webContents.emit('render-process-gone')],
    ['was closed', ({ window }) => window.emit('closed')],
  ] as [string, (watched: ReturnType<typeof watching>) => void][])('takes none after it %s', (_, happens) => {
    const watched = watching();
    watched.activation.shows(watched.window, 'help');
    watched.wait(SEEN_AFTER_MS);
    happens(watched);
    watched.input(pointer('mouseUp'));
    expect(watched.activation.whyUnseen(watched.window)).toBe('not-asked');
  });

  it('is not made to begin anew by a page that says again what it shows', () => {
    const { activation, wait, window, input } = watching();
    activation.shows(window, 'help');
    wait(SEEN_AFTER_MS);
    activation.shows(window, 'help');
    input(key('keyDown', 'Enter'));
    expect(activation.whyUnseen(window)).toBeUndefined();
  });

  it('takes none while it is minimised, nor right after', () => {
    const { activation, wait, window, state, input } = watching();
    activation.shows(window, 'help');
    state.minimized = true;
    window.emit('minimize');
    wait(SEEN_AFTER_MS);
    input(key('keyUp', ' '));
    expect(activation.whyUnseen(window)).toBe('not-visible');
    state.minimized = false;
    window.emit('restore');
    expect(activation.whyUnseen(window)).toBe('too-soon');
  });

  it('asks for one request a press', () => {
    const { activation, wait, window, input } = watching();
    expect(activation.takePress(window)).toBe(false);
    input(key('keyUp', ' '));
    expect(activation.takePress(window)).toBe(true);
    expect(activation.takePress(window)).toBe(false);
    input(pointer('mouseUp'));
    wait(ANSWER_WITHIN_MS + 1);
    expect(activation.takePress(window)).toBe(false);
  });

  it('is at work for a while after any key, button or choice in the menu bar', () => {
    const { activation, wait, window, input } = watching();
    expect(activation.isAtWork(window)).toBe(false);
    input(key('keyDown', 'c'));
    wait(ACT_WITHIN_MS);
    expect(activation.isAtWork(window)).toBe(true);
    wait(1);
    expect(activation.isAtWork(window)).toBe(false);
    activation.acted(window);
    expect(activation.isAtWork(window)).toBe(true);
    wait(ACT_WITHIN_MS + 1);
    input(pointer('mouseMove'));
    expect(activation.isAtWork(window)).toBe(false);
  });

  it('of an assistive technology is always at work', () => {
    const { activation, window } = watching(true);
    expect(activation.isAtWork(window)).toBe(true);
    expect(activation.takePress(window)).toBe(true);
  });
});
