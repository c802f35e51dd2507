import { debug } from 'candor-client/core';
import type { BrowserWindow, Display, Screen } from 'electron';
import { type Area, fitInto, minimumSize, roomFor } from './placement.ts';

/** The part of Electron's `screen` that tells which screens there are. */
type Screens = Pick<Screen, 'getDisplayMatching' | 'on' | 'off' | 'setMaxListeners'>;

type KeptWindow = Pick<
  BrowserWindow,
  'getBounds' | 'setBounds' | 'getMinimumSize' | 'setMinimumSize' | 'isMaximized' | 'isFullScreen'
> & {
  on(event: 'move' | 'closed', listener: () => void): unknown;
};

/**
 * Keeps a window within the work area of its screen while screens change under it: another resolution or scale, a screen
 * that is unplugged. What a person does to the window is left alone, but its smallest size follows the screen that it is
 * moved to, so that it can always be made to fit.
 * @param platform Node's `process.platform`.
 */
export function keepOnScreen(window: KeptWindow, screens: Screens, platform: string): void {
  const roomAt = (bounds: Area) => roomFor(screens.getDisplayMatching(bounds).workArea, platform);
  const allowFor = (area: Area) => {
    const { width, height } = minimumSize(area);
    const [knownWidth, knownHeight] = window.getMinimumSize();
    if (width !== knownWidth || height !== knownHeight) window.setMinimumSize(width, height);
  };
  const follow = () => allowFor(roomAt(window.getBounds()));
  const bringBack = () => {
    const bounds = window.getBounds();
    const room = roomAt(bounds);
    allowFor(room);
    // The system itself sees to these.
    if (window.isMaximized() || window.isFullScreen()) return;
    const fitting = fitInto(bounds, room);
    if (sameArea(fitting, bounds)) return;
    debug('window', 'moved-onto-screen', { width: room.width, height: room.height });
    window.setBounds(fitting);
  };
  const changed = (_event: unknown, display: Display) => {
    // A change of another screen is none of this window's, wherever a person has put it.
    if (screens.getDisplayMatching(window.getBounds()).id === display.id) bringBack();
  };
  follow();
  // One of each a window: many are no leak.
  screens.setMaxListeners(0);
  screens.on('display-metrics-changed', changed);
  screens.on('display-removed', bringBack);
  window.on('move', follow);
  window.on('closed', () => {
    screens.off('display-metrics-changed', changed);
    screens.off('display-removed', bringBack);
  });
}

function sameArea(a: Area, b: Area): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
