import type { Gap } from '../../app/finder/history.ts';
import type { TimeRange } from '../../app/query/query.ts';
import type { GapRow } from './schema.ts';

/** Which reason is told where gaps lie over each other: the one that explains more. */
const order: readonly Gap['reason'][] = ['cleared', 'damaged', 'down', 'asleep', 'off'];

const isReason = (reason: string | null): reason is Gap['reason'] => order.some((known) => known === reason);

export function gapOf({ begins, ends, reason, source }: GapRow): Gap {
  return {
    from: begins,
    to: ends,
    reason: isReason(reason) ? reason : 'off',
    ...(source === null ? {} : { source }),
  };
}

/** Whether a time has something of a range. */
const touching =
  (range: TimeRange) =>
  ({ from, to }: TimeRange): boolean =>
    to > from && to > range.from && from < range.to;

/**
 * Gaps that touch a range, oldest first and whole (who asks about a minute wants to know since when nothing is known), none
 * over another: where two lie over each other the one that explains more is told, and what is left of the other around it.
 */
export function layGaps(gaps: readonly Gap[], range: TimeRange): readonly Gap[] {
  const touches = touching(range);
  const told = gaps.filter(touches);
  const whole = { from: Math.min(...told.map(({ from }) => from)), to: Math.max(...told.map(({ to }) => to)) };
  const within = gaps.filter(touching(whole));
  const edges = [...new Set(within.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const laid: Gap[] = [];
  for (const [index, from] of edges.entries()) {
    const to = edges[index + 1];
    if (to === undefined) break;
    const over = within.filter((gap) => gap.from <= from && gap.to >= to);
    const best = over.toSorted((a, b) => order.indexOf(a.reason) - order.indexOf(b.reason))[0];
    if (!best) continue;
    const before = laid.at(-1);
    if (before && before.to === from && before.reason === best.reason && before.source === best.source) {
      laid[laid.length - 1] = { ...before, to };
    } else {
      laid.push({ ...best, from, to });
    }
  }
  return laid.filter(touches);
}
