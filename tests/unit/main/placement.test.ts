import { describe, expect, it } from 'vitest';
import { minimumSize, type Placement, placementOf, placeWindow, roomFor } from '../../../main/window/placement.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const last: Placement = { x: 100, y: 50, width: 1000, height: 700, maximized: false };

describe('where a window goes', () => {
  it('is left to the system the first time', () => {
    expect(placeWindow(undefined, 0, [screen])).toEqual({ width: 1200, height: 780 });
  });

  it('is where the last one was, and further ones a little beside it', () => {
    expect(placeWindow(last, 0, [screen])).toEqual({ x: 100, y: 50, width: 1000, height: 700 });
    expect(placeWindow(last, 2, [screen])).toEqual({ x: 156, y: 106, width: 1000, height: 700 });
  });

  it('is with the size that it had on a second screen larger than the first', () => {
    const screens = [
      { x: 0, y: 0, width: 1366, height: 728 },
      { x: 1366, y: 0, width: 2560, height: 1400 },
    ];
    const large = { x: 1366, y: 0, width: 2400, height: 1300 };
    expect(placeWindow(large, 0, screens)).toEqual(large);
  });

  it('is on a second screen to the left of the first or above it', () => {
    const left = { x: -2560, y: -200, width: 2560, height: 1400 };
    const there = { x: -2500, y: -150, width: 2400, height: 1300 };
    expect(placeWindow(there, 0, [screen, left])).toEqual(there);
  });

  it('is on the screen that held most of it, when it lay across two', () => {
    const right = { x: 1920, y: 0, width: 1280, height: 680 };
    const across = { ...last, x: 1820, width: 1300 };
    expect(placeWindow(across, 0, [screen, right])).toEqual({ x: 1920, y: 0, width: 1280, height: 680 });
    expect(placeWindow({ ...across, x: 1000 }, 0, [screen, right])).toMatchObject({ x: 620, width: 1300, height: 700 });
  });

  it('is left to the system, at a size that fits the main screen, when its screen is gone', () => {
    expect(placeWindow({ ...last, x: 2500 }, 0, [screen])).toEqual({ width: 1000, height: 700 });
    expect(placeWindow({ ...last, x: 2500, width: 2400 }, 0, [screen])).toEqual({ width: 1920, height: 700 });
    expect(placeWindow({ ...last, x: 2500 }, 0, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2500 });
  });

  it('is wholly on a screen that has become smaller', () => {
    const smaller = { x: 0, y: 25, width: 1280, height: 640 };
    expect(placeWindow({ ...last, x: 900, y: 300 }, 0, [smaller])).toEqual({ x: 280, y: 25, width: 1000, height: 640 });
  });

  it('is never with its title bar above the screen', () => {
    expect(placeWindow({ ...last, y: -40 }, 0, [screen])).toMatchObject({ x: 100, y: 0, width: 1000, height: 700 });
  });

  it('is never off the edge, however many windows are open', () => {
    for (let open = 0; open < 100; open++) {
      const { x = Number.NaN, y = Number.NaN, width, height } = placeWindow(last, open, [screen]);
      expect([x >= 0, y >= 0, x + width <= 1920, y + height <= 1040]).toEqual([true, true, true, true]);
    }
    expect(placeWindow({ ...last, ...screen }, 1, [screen])).toEqual(screen);
  });

  it('fits the screen and keeps to the smallest size', () => {
    expect(placeWindow({ ...last, width: 4000, height: 3000 }, 0, [screen])).toEqual(screen);
    expect(placeWindow({ ...last, width: 10, height: 10 }, 0, [screen])).toMatchObject({ width: 800, height: 560 });
  });

  it('is the whole of a screen smaller than the smallest size', () => {
    const laptop = { x: 0, y: 0, width: 800, height: 500 };
    const tiny = { x: 0, y: 30, width: 640, height: 400 };
    expect(placeWindow(undefined, 0, [laptop])).toEqual({ width: 800, height: 500 });
    expect(placeWindow(last, 0, [laptop])).toEqual(laptop);
    expect(placeWindow(last, 1, [tiny])).toEqual(tiny);
    expect([minimumSize(screen), minimumSize(laptop), minimumSize(tiny)]).toEqual([
      { width: 800, height: 560 },
      { width: 800, height: 500 },
      { width: 640, height: 400 },
    ]);
  });

  it('leaves room on Linux for the title bar that the window manager adds', () => {
    const laptop = { x: 0, y: 0, width: 800, height: 500 };
    expect(placeWindow(last, 0, [roomFor(laptop, 'linux')])).toMatchObject({ y: 0, height: 460 });
    expect(placeWindow(last, 0, [roomFor(laptop, 'win32')])).toMatchObject({ y: 0, height: 500 });
  });

  it('counts in the pixels of each screen, whatever their scales', () => {
    // 3840 × 2160 at 200 % beside 1920 × 1080 at 100 %, as Electron tells it.
    const scaled = { x: 0, y: 0, width: 1920, height: 1040 };
    const plain = { x: 1920, y: 120, width: 1920, height: 1040 };
    expect(placeWindow({ ...last, x: 2000, y: 200 }, 0, [scaled, plain])).toMatchObject({
      x: 2000,
      y: 200,
      width: 1000,
    });
  });
});

describe('what is remembered of a window', () => {
  const right = { x: 1920, y: 0, width: 2560, height: 1400 };

  it('is where it stands when it is not maximised', () => {
    expect(placementOf(last, last, false, [screen, right])).toEqual(last);
  });

  it('is the screen on which it was maximised, when its size before is of another', () => {
    expect(placementOf(last, right, true, [screen, right])).toEqual({ ...last, x: 1920, maximized: true });
    expect(placementOf({ ...last, x: 2000 }, right, true, [screen, right])).toMatchObject({ x: 2000, maximized: true });
  });
});
