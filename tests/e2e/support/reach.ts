import { expect, type Locator } from 'playwright/test';
import { roomFor } from '../../../main/window/placement.ts';
import type { FinderApp } from './finder-app.ts';

interface WorkArea {
  readonly width: number;
  readonly height: number;
}

/** Sees that a dialog's buttons are on the screen, and that a click in the middle and at the corners of each reaches it. */
export async function expectWithinReach(app: FinderApp, dialog: Locator): Promise<void> {
  expect(await offScreen(app)).toEqual([]);
  const buttons = dialog.locator('header, footer').getByRole('button');
  expect(await buttons.count()).toBeGreaterThan(0);
  // A question takes no press in its first half second.
  await expect.poll(() => buttons.evaluateAll(outOfReach)).toEqual([]);
}

function outOfReach(buttons: Element[]): string[] {
  const inset = 3;
  return buttons.flatMap((button) => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    const points = [
      [(left + right) / 2, (top + bottom) / 2],
      [left + inset, top + inset],
      [right - inset, bottom - inset],
    ] as const;
    const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    const isHit = points.every(([x, y]) => button.contains(document.elementFromPoint(x, y)));
    const name = button.getAttribute('aria-label') ?? button.textContent;
    return isInside && isHit
      ? []
      : [`${name} at ${[left, top, right, bottom].map(Math.round)} of ${innerWidth} × ${innerHeight}`];
  });
}

/** What of each window lies beyond the work area of its screen. */
async function offScreen(app: FinderApp): Promise<string[]> {
  return await app.electron.evaluate(({ BrowserWindow, screen }) =>
    BrowserWindow.getAllWindows().flatMap((window) => {
      const { x, y, width, height } = window.getBounds();
      const { workArea } = screen.getDisplayMatching({ x, y, width, height });
      const isInside =
        x >= workArea.x &&
        y >= workArea.y &&
        x + width <= workArea.x + workArea.width &&
        y + height <= workArea.y + workArea.height;
      return isInside ? [] : [`${[x, y, width, height]} on ${JSON.stringify(workArea)}`];
    }),
  );
}

/** Tells the app that its screen has changed, as the system does; there is no other way to do that on a virtual display. */
export async function changeScreen(app: FinderApp, { width, height }: WorkArea): Promise<void> {
  await app.electron.evaluate(
    ({ screen }, area) => {
      const display = { ...screen.getPrimaryDisplay(), bounds: area, workArea: area };
      screen.getDisplayMatching = () => display;
      screen.emit('display-metrics-changed', {}, display, ['bounds', 'workArea']);
    },
    { x: 0, y: 0, width, height },
  );
  await app.window.page.waitForFunction((most) => innerWidth <= most, width);
}

/** Gives the window the whole width of its screen, and the height that leaves room for a title bar. */
export async function fillScreen(app: FinderApp, { width, height }: WorkArea): Promise<void> {
  const room = roomFor({ x: 0, y: 0, width, height }, 'linux');
  await app.electron.evaluate(({ BrowserWindow }, area) => BrowserWindow.getAllWindows()[0]?.setBounds(area), room);
  await app.window.page.waitForFunction((area) => innerWidth === area.width && innerHeight === area.height, room);
}
