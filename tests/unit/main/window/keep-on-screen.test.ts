import { EventEmitter } from 'node:events';
import type { Display } from 'electron';
import { describe, expect, it } from 'vitest';
import { type Area, keepOnScreen } from '../../../../main/window/placement.ts';

const large = { x: 0, y: 0, width: 1920, height: 1040 };
const small = { x: 0, y: 0, width: 800, height: 500 };

/** One screen after another, as Electron tells of them. */
class Screens extends EventEmitter {
  display = { id: 1, workArea: large } as Display;

  getDisplayMatching(): Display {
    return this.display;
  }

  change(workArea: Area): void {
    this.display = { ...this.display, workArea };
    this.emit('display-metrics-changed', {}, this.display, ['workArea']);
  }
}

class Window extends EventEmitter {
  bounds: Area = { x: 400, y: 200, width: 1200, height: 780 };
  least: readonly [number, number] = [0, 0];
  maximized = false;

  getBounds = () => this.bounds;
  setBounds = (bounds: Partial<Area>) => {
    this.bounds = { ...this.bounds, ...bounds };
  };
  getMinimumSize = () => [...this.least];
  setMinimumSize = (width: number, height: number) => {
    this.least = [width, height];
  };
  isMaximized = () => this.maximized;
  isFullScreen = () => false;
}

function kept(): { screens: Screens; window: Window } {
  const [screens, window] = [new Screens(), new Window()];
  keepOnScreen(window, screens as unknown as Parameters<typeof keepOnScreen>[1], 'win32');
  return { screens, window };
}

describe('a window whose screen changes', () => {
  it('may be no smaller than the layout wants, unless the screen is', () => {
    const { screens, window } = kept();
    expect(window.least).toEqual([800, 560]);
    screens.change(small);
    expect(window.least).toEqual([800, 500]);
    screens.change({ ...small, width: 640, height: 400 });
    expect(window.least).toEqual([640, 400]);
    screens.change(large);
    expect(window.least).toEqual([800, 560]);
  });

  it('is brought wholly onto it when it becomes smaller', () => {
    const { screens, window } = kept();
    screens.change(small);
    expect(window.bounds).toEqual(small);
  });

  it('is brought onto another when its own is unplugged', () => {
    const { screens, window } = kept();
    window.bounds = { x: 2200, y: 300, width: 1200, height: 780 };
    screens.emit('display-removed');
    expect(window.bounds).toEqual({ x: 720, y: 260, width: 1200, height: 780 });
  });

  it('stays where a person has put it when another screen changes', () => {
    const { screens, window } = kept();
    window.bounds = { ...window.bounds, x: 1800 };
    screens.emit('display-metrics-changed', {}, { id: 2, workArea: small }, ['workArea']);
    expect(window.bounds.x).toBe(1800);
  });

  it('may be made smaller once it is moved to a smaller one', () => {
    const { screens, window } = kept();
    screens.display = { id: 2, workArea: small } as Display;
    window.emit('move');
    expect(window.least).toEqual([800, 500]);
    expect(window.bounds.width).toBe(1200);
  });

  it('is left to the system while it is maximised, and forgotten when it is closed', () => {
    const { screens, window } = kept();
    window.maximized = true;
    screens.change(small);
    expect([window.bounds.width, window.least]).toEqual([1200, [800, 500]]);
    window.emit('closed');
    expect(screens.eventNames()).toEqual([]);
  });
});
