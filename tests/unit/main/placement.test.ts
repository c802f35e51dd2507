import { describe, expect, it } from 'vitest';
import { type Placement, placeWindow } from '../../../main/window/placement.ts';

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

  it('is never on a screen that is gone, nor with its title bar above the screen', () => {
    expect(placeWindow({ ...last, x: 2500 }, 0, [screen])).toEqual({ width: 1000, height: 700 });
    expect(placeWindow({ ...last, y: -40 }, 0, [screen])).toEqual({ width: 1000, height: 700 });
    expect(placeWindow({ ...last, x: 2500 }, 0, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2500 });
  });

  it('fits the screen and keeps to the smallest size', () => {
    expect(placeWindow({ ...last, width: 4000, height: 3000 }, 0, [screen])).toMatchObject({
      width: 1920,
      height: 1040,
    });
    expect(placeWindow({ ...last, width: 10, height: 10 }, 0, [screen])).toMatchObject({ width: 800, height: 560 });
  });
});
