import { z } from 'zod/mini';

const pixels = z.int().check(z.gte(-100_000), z.lte(100_000));

/** Where a window stood when it was closed. */
export const placementSchema = z.strictObject({
  x: pixels,
  y: pixels,
  width: pixels,
  height: pixels,
  maximized: z.boolean(),
});
export type Placement = z.infer<typeof placementSchema>;

type Area = Pick<Placement, 'x' | 'y' | 'width' | 'height'>;

const SIZE = { width: 1200, height: 780 } as const;
export const MIN_SIZE = { width: 800, height: 560 } as const;

/** Each further window stands this far below and to the right of the one before, in pixels. */
const CASCADE = 28;

/** So much of a remembered window must lie on a screen for its place to be used again, in pixels. */
const VISIBLE = 120;

/**
 * Where a new window goes: where the last one was, moved on for each window that is open, and never off the screens
 * that are there now. Without a position the system chooses.
 */
export function placeWindow(
  last: Placement | undefined,
  open: number,
  workAreas: readonly Area[],
): Partial<Area> & { width: number; height: number } {
  const largest = workAreas[0] ?? { x: 0, y: 0, ...SIZE };
  const size = {
    width: clamp(last?.width ?? SIZE.width, MIN_SIZE.width, largest.width),
    height: clamp(last?.height ?? SIZE.height, MIN_SIZE.height, largest.height),
  };
  if (!last) return size;
  const moved = { x: last.x + open * CASCADE, y: last.y + open * CASCADE, ...size };
  return workAreas.some((area) => overlaps(moved, area)) ? moved : size;
}

function clamp(value: number, min: number, max: number): number {
  return Math.max(min, Math.min(value, max));
}

function overlaps(window: Area, area: Area): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const down = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return across >= VISIBLE && down >= VISIBLE && window.y >= area.y;
}
