import { debug } from 'candor-client/core';
import type { BrowserWindow, Display, Screen } from 'electron';
import { z } from 'zod/mini';

const pixels = z.int().check(z.gte(-100_000), z.lte(100_000));

/** Where a window stood when it was closed, in device-independent pixels of all screens together. */
export const placementSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels,
  height: pixels,
  maximized: z.boolean(),
});
export type Placement = z.infer<typeof placementSchema>;

export type Area = Pick<Placement, 'x' | 'y' | 'width' | 'height'>;
type Size = Pick<Placement, 'width' | 'height'>;

const SIZE = { width: 1200, height: 780 } as const;
export const MIN_SIZE = { width: 800, height: 560 } as const;

/**
 * On Linux the window manager puts its title bar around the bounds that an app gives; its height cannot be asked for, and
 * the common ones take 20 to 37 pixels.
 */
const TITLE_BAR = 40;

/** Each further window stands this far below and to the right of the one before, in pixels. */
const CASCADE = 28;

/**
 * Where a new window goes: where the last one was, moved on for each window that is open, and wholly on the screen on
 * which most of it stood. Without a position, which is for a screen that is gone, the system chooses one.
 * @param workAreas of the screens that are there now, the main one first.
 */
export function placeWindow(
  last: Area | undefined,
  open: number,
  workAreas: readonly Area[],
): Partial<Area> & { width: number; height: number } {
  const stood = last && screenOf(last, workAreas);
  const area = stood ?? workAreas[0] ?? { x: 0, y: 0, ...SIZE };
  const least = minimumSize(area);
  const size = {
    width: clamp(last?.width ?? SIZE.width, least.width, area.width),
    height: clamp(last?.height ?? SIZE.height, least.height, area.height),
  };
  if (!last || !stood) return size;
  const first = fitInto({ ...last, ...size }, area);
  return {
    x: cascaded(first.x, open, area.x, area.width - size.width),
    y: cascaded(first.y, open, area.y, area.height - size.height),
    ...size,
  };
}

/** The part of a screen's work area that a window's own bounds may take. @param platform Node's `process.platform`. */
export function roomFor({ x, y, width, height }: Area, platform: string): Area {
  return { x, y, width, height: platform === 'linux' ? height - TITLE_BAR : height };
}

/** The smallest size that a window may be given: below it the layout suffers, but a screen that is smaller still goes first. */
export function minimumSize(area: Size): Size {
  return { width: Math.min(MIN_SIZE.width, area.width), height: Math.min(MIN_SIZE.height, area.height) };
}

/** The window made no larger than the work area, and moved just so far that nothing of it stands out. */
function fitInto(window: Area, area: Area): Area {
  const size = { width: Math.min(window.width, area.width), height: Math.min(window.height, area.height) };
  return {
    x: clamp(window.x, area.x, area.x + area.width - size.width),
    y: clamp(window.y, area.y, area.y + area.height - size.height),
    ...size,
  };
}

/**
 * What to remember of a window.
 * @param normal its bounds when it is not maximised; a maximised window that was moved to another screen may still have
 * them on the one before.
 * @param now its bounds as it stands.
 */
export function placementOf(normal: Area, now: Area, maximized: boolean, workAreas: readonly Area[]): Placement {
  const here = screenOf(now, workAreas);
  const { x, y, width, height } = here && screenOf(normal, workAreas) !== here ? fitInto(normal, here) : normal;
  return { x, y, width, height, maximized };
}

/** The work area that holds most of a window; `undefined` when none holds any of it. */
function screenOf(window: Area, workAreas: readonly Area[]): Area | undefined {
  let most = 0;
  let found: Area | undefined;
  for (const area of workAreas) {
    const shared = sharedPixels(window, area);
    if (shared > most) [most, found] = [shared, area];
  }
  return found;
}

function sharedPixels(a: Area, b: Area): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, across) * Math.max(0, down);
}

/** A place that is moved on, and begins at the edge of the screen again when it would lead off it. @param room beside the window. */
function cascaded(position: number, open: number, edge: number, room: number): number {
  const moved = position + open * CASCADE;
  return moved <= edge + room ? moved : edge + ((moved - edge) % (room + 1));
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}

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
