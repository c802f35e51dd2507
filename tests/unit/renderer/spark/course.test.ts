import { describe, expect, it } from 'vitest';
import {
  type Course,
  type CoursePoint,
  courseShape,
  joinCourse,
  partsOf,
  scaleTop,
} from '../../../../renderer/spark/course.ts';
import { courseInWords } from '../../../../renderer/spark/sparkline.tsx';
import { percent } from '../../../../ui/format/format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const now = 100 * HOUR;
const at = (ago: number, value: number | null): CoursePoint => ({ at: now - ago, value });
const course = (points: readonly CoursePoint[], from = points[0]?.at ?? now): Course => ({
  points,
  from,
  to: now,
  interval: null,
});
const frame = { top: 10, width: 100, height: 12 };

describe('the history and the readings of a window', () => {
  it('are one course: the history up to its end, then what was read since', () => {
    const series = { from: now - 3 * MINUTE, step: MINUTE, values: [1, 2, null] };
    const joined = joinCourse(series, [at(90_000, 50), at(50_000, 3), at(0, 4)], { span: HOUR, now });
    expect(joined.points).toEqual([at(2 * MINUTE, 1), at(MINUTE, 2), at(50_000, 3), at(0, 4)]);
  });

  it('are told by the readings while a stretch of the history is not over, and by that stretch without any', () => {
    const series = { from: now - MINUTE / 2, step: MINUTE, values: [5] };
    expect(joinCourse(series, [at(2000, 3), at(0, 4)], { span: HOUR, now }).points).toEqual([at(2000, 3), at(0, 4)]);
    expect(joinCourse(series, [], { span: HOUR, now }).points).toEqual([at(0, 5)]);
  });

  it('are drawn from the first thing known, but never over less than two minutes', () => {
    expect(joinCourse(null, [at(10 * MINUTE, 1), at(0, 2)], { span: HOUR, now }).from).toBe(now - 10 * MINUTE);
    expect(joinCourse(null, [at(2000, 1), at(0, 2)], { span: HOUR, now }).from).toBe(now - 2 * MINUTE);
    expect(joinCourse(null, [at(3 * HOUR, 1), at(59 * MINUTE, 2)], { span: HOUR, now }).from).toBe(now - 59 * MINUTE);
  });

  it('tell the true distance between the newest readings', () => {
    expect(joinCourse(null, [at(15_000, 1), at(0, 2)], { span: HOUR, now }).interval).toBe(15_000);
    expect(joinCourse(null, [at(0, 2)], { span: HOUR, now }).interval).toBeNull();
  });
});

describe('the parts of a course', () => {
  it('are apart where the history knows nothing, or where readings lie too far apart', () => {
    const points = [at(8 * MINUTE, 1), at(7 * MINUTE, 1), at(6 * MINUTE, null), at(5 * MINUTE, 2), at(4 * MINUTE, 2)];
    const { lines, blanks } = partsOf(course([...points, at(MINUTE / 60, 2)]));
    expect(lines.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(blanks[0]).toEqual({ from: now - 7 * MINUTE, to: now - 5 * MINUTE });
  });

  it('meet where a history of a single minute ends: it is a minute or two behind, and nothing is missing', () => {
    const series = { from: now - 4 * MINUTE, step: MINUTE, values: [null, 1, null] };
    const readings = [at(4000, 1), at(2000, 1), at(0, 1)];
    expect(partsOf(joinCourse(series, readings, { span: HOUR, now })).blanks).toEqual([]);
    const older = { ...series, from: now - 9 * MINUTE };
    expect(partsOf(joinCourse(older, readings, { span: HOUR, now })).blanks).toHaveLength(1);
  });

  it('meet where minutes of the history end and readings of every two seconds begin', () => {
    const minutes = [at(3 * MINUTE, 1), at(2 * MINUTE, 1), at(MINUTE, 1)];
    const readings = [at(4000, 1), at(2000, 1), at(0, 1)];
    expect(partsOf(course([...minutes, ...readings])).blanks).toEqual([]);
  });

  it('end in a blank when nothing was read for long', () => {
    const { blanks } = partsOf(course([at(HOUR, 1), at(59 * MINUTE, 1)]));
    expect(blanks).toEqual([{ from: now - 59 * MINUTE, to: now }]);
  });
});

describe('the drawing of a course', () => {
  it('has values at their moments, and the newest at the right edge', () => {
    expect(courseShape(course([at(100, 0), at(50, 10), at(0, 0)]), frame).line).toBe('M0 11L50 1L100 11');
  });

  it('stays inside when a value is above the top, and lies on the ground when there is nothing', () => {
    expect(courseShape(course([at(100, 50), at(0, 50)]), frame).line).toBe('M0 1L100 1');
    expect(courseShape(course([at(100, 0), at(0, 0)]), { ...frame, top: 0 }).line).toBe('M0 11L100 11');
  });

  it('closes its area along the ground and hatches what is not known', () => {
    const drawn = courseShape(course([at(100, 5), at(90, 5), at(80, null), at(10, 5), at(0, 5)]), frame);
    expect(drawn.area).toBe('M0 6L10 6L10 12L0 12ZM90 6L100 6L100 12L90 12Z');
    expect(drawn.blanks).toEqual([{ x: 10, width: 80 }]);
  });
});

describe('the scale', () => {
  it.each([
    [0, 0],
    [1, 1],
    [3, 5],
    [140, 200],
    [1300, 2000],
  ])('%d is drawn below %d', (high, top) => {
    expect(scaleTop(high)).toBe(top);
  });

  it('of sizes has round sizes', () => {
    expect(scaleTop(1500, 1024)).toBe(2048);
    expect(scaleTop(600 * 1024, 1024)).toBe(1024 * 1024);
  });
});

describe('a course in words', () => {
  it('says what is drawn, how often it is read, and for how long nothing is known', () => {
    const points = [at(10 * MINUTE, 10), at(9 * MINUTE, 20), at(8 * MINUTE, null), at(MINUTE, 5), at(0, 8)];
    expect(courseInWords('CPU', { ...course(points), interval: 15_000 }, percent)).toBe(
      'CPU: now 8.0%, lowest 5.0%, highest 20.0% in the last 10 min. Read every 15 s. Nothing is known of 8 min of it.',
    );
    expect(courseInWords('CPU', course([]), percent)).toBe('CPU: nothing is known of it.');
  });
});
