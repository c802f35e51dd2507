import type { Series } from '../../app/finder/history.ts';

/** A figure at a moment (UTC milliseconds); `null` where nothing is known. */
export interface CoursePoint {
  readonly at: number;
  readonly value: number | null;
}

/** A figure over time: what the history has of it, and what was read since. */
export interface Course {
  /** Oldest first. */
  readonly points: readonly CoursePoint[];
  /** What is drawn, UTC milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Milliseconds between the newest two readings: the true interval, whatever it should have been. */
  readonly interval: number | null;
}

/** A course that has just begun is drawn over this much at least, in milliseconds: two readings are no shape yet. */
const LEAST_SPAN = 2 * 60_000;

/**
 * The history and the readings of this window as one course over the last `span` milliseconds. Where both know
 * something the history counts up to its end, because its minutes are means of all readings. What lies before the first
 * thing known is not drawn: a computer that has been recorded for ten minutes has no hour to show.
 */
export function joinCourse(
  series: Series | null,
  live: readonly CoursePoint[],
  { span, now }: { readonly span: number; readonly now: number },
): Course {
  const kept = series ? pointsOf(series, now, live.length > 0) : [];
  const lastKnown = kept.findLastIndex(({ value }) => value !== null);
  const stored = kept.slice(0, lastKnown + 1);
  const storedUntil = stored.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const points = [...stored, ...live.filter(({ at }) => at > storedUntil)].filter(
    ({ at }) => at >= now - span && at <= now,
  );
  const first = points.find(({ value }) => value !== null)?.at ?? now;
  // The first value of the history is that of the stretch before it.
  const known = series && first <= storedUntil ? first - series.step : first;
  return {
    points: points.filter(({ at }) => at >= first),
    from: Math.max(now - span, Math.min(known, now - LEAST_SPAN)),
    to: now,
    interval: newestInterval(live),
  };
}

/**
 * The value of a stretch stands at its end: until then it was not known. One that is not over yet is told by the readings
 * of this window, and without any it stands at `now`.
 */
function pointsOf({ from, step, values }: Series, now: number, isRead: boolean): CoursePoint[] {
  return values.flatMap((value, index) => {
    const at = from + (index + 1) * step;
    return at > now && isRead ? [] : [{ at: Math.min(at, now), value }];
  });
}

function newestInterval(live: readonly CoursePoint[]): number | null {
  const [before, newest] = live.slice(-2);
  return before && newest ? newest.at - before.at : null;
}

/** A stretch of time of which nothing is known. */
interface Blank {
  readonly from: number;
  readonly to: number;
}

/** Readings that are this many usual distances apart have something missing between them. */
const MISSED = 3;

/** How far the history is behind, in milliseconds: its minute that is over, and the one that is not. */
const HISTORY_LAG = 2.5 * 60_000;

/** The known parts of a course, each of at least one point, and the blanks between them. */
export function partsOf({ points, to }: Course): { readonly lines: CoursePoint[][]; readonly blanks: Blank[] } {
  const lines: CoursePoint[][] = [];
  const blanks: Blank[] = [];
  let line: CoursePoint[] = [];
  for (const point of points.filter(({ value }) => value !== null)) {
    const before = line.at(-1);
    if (before && isGap(points, before, point)) {
      lines.push(line);
      blanks.push({ from: before.at, to: point.at });
      line = [];
    }
    line.push(point);
  }
  const last = line.at(-1);
  if (!last) return { lines, blanks };
  lines.push(line);
  if (to - last.at > MISSED * usualDistance(points)) blanks.push({ from: last.at, to });
  return { lines, blanks };
}

/**
 * Whether something known is missing between two points: the history says so, or they lie too far apart. What a window
 * has not seen since the history ends is no gap yet: that is recorded, and will be told.
 */
function isGap(points: readonly CoursePoint[], a: CoursePoint, b: CoursePoint): boolean {
  const from = points.indexOf(a);
  if (points[from + 1] !== b) return true;
  const [before] = from > 0 ? points.slice(from - 1, from) : [];
  const after = points[from + 2];
  // Minutes of the history and readings of every two seconds meet in a course: what is usual is the wider of the
  // distances around.
  const around = Math.max(before ? a.at - before.at : 0, after ? after.at - b.at : 0);
  return around > 0 && b.at - a.at > Math.max(MISSED * around, HISTORY_LAG);
}

/** The widest distance of the three at the end; a course of one point has none. */
function usualDistance(points: readonly CoursePoint[]): number {
  const last = points.slice(-4).map(({ at }) => at);
  const distances = last.slice(1).map((at, index) => at - (last[index] ?? at));
  return distances.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...distances);
}

/** Lowest, highest and newest of the known values; `null` when there are none. */
export function extent({
  points,
}: Course): { readonly low: number; readonly high: number; readonly now: number } | null {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const now = known.at(-1);
  if (now === undefined) return null;
  return { low: Math.min(...known), high: Math.max(...known), now };
}

/** Whether there is a shape to draw: one reading is none. */
export function hasShape({ points }: Course): boolean {
  return points.filter(({ value }) => value !== null).length > 1;
}

/** SVG paths and hatched stretches of a course in a drawing of this size; the top is the value at the upper edge. */
export function courseShape(
  course: Course,
  { top, width, height }: { readonly top: number; readonly width: number; readonly height: number },
): {
  readonly line: string;
  readonly area: string;
  readonly blanks: readonly { readonly x: number; readonly width: number }[];
} {
  const scale = Math.max(top, Number.MIN_VALUE);
  const duration = Math.max(1, course.to - course.from);
  // Half the stroke stays inside at both edges.
  const inset = 1;
  const x = (at: number) => round((width * (at - course.from)) / duration);
  const y = (value: number) => {
    const share = Math.min(1, Math.max(0, value / scale));
    return round(height - inset - share * (height - 2 * inset));
  };
  const { lines, blanks } = partsOf(course);
  const line: string[] = [];
  const area: string[] = [];
  for (const points of lines.filter((candidate) => candidate.length > 1)) {
    const path = `M${points.map(({ at, value }) => `${x(at)} ${y(value ?? 0)}`).join('L')}`;
    line.push(path);
    area.push(`${path}L${x(points.at(-1)?.at ?? 0)} ${height}L${x(points[0]?.at ?? 0)} ${height}Z`);
  }
  return {
    line: line.join(''),
    area: area.join(''),
    blanks: blanks.map(({ from, to }) => ({ x: x(from), width: round(x(to) - x(from)) })),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A round figure at or above the highest value, so that the scale does not breathe with every reading. */
export function scaleTop(high: number, base: 1000 | 1024 = 1000): number {
  if (high <= 0) return 0;
  let unit = 1;
  while (high > unit * base) unit *= base;
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, base];
  return unit * (steps.find((step) => step * unit >= high) ?? base);
}
