import { describe, expect, it } from 'vitest';
import type { Topic } from '../../../../app/finder/live.ts';
import { QUICK_PAIR_MS, STALE_READING_MS } from '../../../../engine/limits.ts';
import {
  atRest,
  type Demand,
  intervalOf,
  missedBeats,
  nobody,
  type Plan,
  type Schedule,
  type ScheduleEvent,
  type Step,
  step,
} from '../../../../engine/sampler/schedule.ts';

const processes: Plan = { id: 'processes', topics: ['processes', 'ports'], least: 0, paired: true };
const memory: Plan = { id: 'memory', topics: ['metrics'], least: 0, paired: false };
const sockets: Plan = { id: 'sockets', topics: ['ports'], least: 5000, paired: false };
const power: Plan = { id: 'power', topics: [], least: 30_000, paired: false };
const plans = [processes, memory, sockets, power];

const watching = (...topics: Topic[]): Demand => ({ level: 'visible', topics, recorded: [] });
const demand = (of: Demand): ScheduleEvent => ({ kind: 'demand', demand: of });
const ended = (id: Plan['id']): ScheduleEvent => ({ kind: 'ended', id });

/** Lets every source that is asked answer at once; what was asked and when, until some time has passed. */
function run(schedule: Schedule, from: number, until: number, event: ScheduleEvent = { kind: 'due' }) {
  const asked: [at: number, id: string][] = [];
  let now = from;
  let next: Step = step(schedule, event, now);
  for (;;) {
    const queue = [...next.ask];
    for (const { id } of queue) {
      asked.push([now, id]);
      next = step(next.schedule, ended(id), now);
      queue.push(...next.ask);
    }
    if (next.timer === null || now + next.timer > until) return { asked, schedule: next.schedule, timer: next.timer };
    now += next.timer;
    next = step(next.schedule, { kind: 'due' }, now);
  }
}

const times = (asked: readonly [number, string][], id: string) => asked.filter(([, of]) => of === id).map(([at]) => at);

describe('the schedule of readings', () => {
  it('reads at once, soon again where a figure needs two, and then on the beat', () => {
    const { asked } = run(atRest(plans), 100, 7000, demand(watching('processes', 'metrics')));
    expect(times(asked, 'processes')).toEqual([100, 100 + QUICK_PAIR_MS, 2100, 4100, 6100]);
    expect(times(asked, 'memory')).toEqual([100, 2100, 4100, 6100]);
    expect(times(asked, 'power')).toEqual([100]);
    expect(times(asked, 'sockets')).toEqual([]);
  });

  it('says of a first reading that there is nothing to compare it with', () => {
    const first = step(atRest(plans), demand(watching('processes')), 0);
    expect(first.ask).toContainEqual({ id: 'processes', continuous: false });
    const second = step(step(first.schedule, ended('processes'), 5).schedule, { kind: 'due' }, 500);
    expect(second.ask).toEqual([{ id: 'processes', continuous: true }]);
  });

  it('reads a source no more often than it is worth, on the same beat as the others', () => {
    const { asked } = run(atRest(plans), 0, 13_000, demand(watching('ports')));
    expect(times(asked, 'sockets')).toEqual([0, 6000, 12_000]);
    expect(times(asked, 'processes').slice(2)).toEqual([2000, 4000, 6000, 8000, 10_000, 12_000]);
  });

  it.each([
    ['a window that is seen', watching('processes'), false, 2000],
    ['one on battery', watching('processes'), true, 4000],
    ['a hidden one', { ...watching('processes'), level: 'hidden' }, false, 10_000],
    ['a hidden one on battery', { ...watching('processes'), level: 'hidden' }, true, 30_000],
    ['the history alone', { level: 'recording', topics: ['processes'], recorded: ['ports'] }, false, 10_000],
    ['a window that shows something else', watching('metrics'), false, null],
    ['the history beside such a window', { ...watching('metrics'), recorded: ['processes'] }, false, 10_000],
    ['nobody', nobody, false, null],
  ] as const)('for %s', (_, wanted, onBattery, expected) => {
    expect(intervalOf(processes, { demand: wanted as Demand, onBattery })).toBe(expected);
  });

  it('reads what is costly less often while nobody sees it', () => {
    const costly = { ...processes, unseen: 3 };
    const every = (wanted: Demand) => intervalOf(costly, { demand: wanted, onBattery: false });
    expect(every(watching('processes'))).toBe(2000);
    expect(every({ ...watching('processes'), level: 'hidden' })).toBe(30_000);
    expect(every({ ...watching('metrics'), recorded: ['processes'] })).toBe(30_000);
  });

  it('reads at once what is shown again and was read long ago, and waits for the beat otherwise', () => {
    const hidden = run(atRest(plans), 0, 9000, demand({ ...watching('processes'), level: 'hidden' }));
    expect(times(run(hidden.schedule, 9000, 11_000, demand(watching('processes'))).asked, 'processes')).toEqual([
      9000, 10_000,
    ]);
    expect(times(run(hidden.schedule, 1000, 2500, demand(watching('processes'))).asked, 'processes')).toEqual([2000]);
  });

  it('arms nothing at rest, and nothing that was under way goes on', () => {
    const first = step(atRest(plans), demand(watching('processes')), 0);
    const resting = step(first.schedule, demand(nobody), 5);
    expect(resting).toMatchObject({ ask: [], timer: null });
    expect(step(resting.schedule, ended('processes'), 20)).toMatchObject({ ask: [], timer: null });
  });

  it('arms nothing while nothing is shown or recorded', () => {
    expect(step(atRest(plans), demand(watching()), 0)).toMatchObject({ ask: [], timer: null });
  });

  it('never asks a source that has not answered, and is not held up by it', () => {
    const first = step(atRest(plans), demand(watching('processes', 'metrics')), 0);
    const others = step(step(first.schedule, ended('memory'), 1).schedule, ended('power'), 1);
    const asked = run(others.schedule, 1, 9000).asked;
    expect(times(asked, 'processes')).toEqual([]);
    expect(times(asked, 'memory')).toEqual([2000, 4000, 6000, 8000]);
  });

  it.each([
    [100, 400, 0],
    [1990, 250, 0],
    [4000, 250, 2],
    [7000, 250, 3],
  ])('a first reading of %i ms is followed by its pair after %i ms and has missed %i', (took, wait, missed) => {
    const first = step(atRest([processes]), demand(watching('processes')), 0);
    expect(missedBeats(first.schedule, 'processes', took)).toBe(missed);
    expect(step(first.schedule, ended('processes'), took).timer).toBe(wait);
  });

  it('keeps its rhythm after a reading that took too long', () => {
    const { schedule } = run(atRest([memory]), 0, 1000, demand(watching('metrics')));
    const slow = step(schedule, { kind: 'due' }, 2000);
    expect(step(slow.schedule, ended('memory'), 7300).timer).toBe(700);
  });

  it('does not read twice for a timer that comes a little early', () => {
    const { schedule } = run(atRest([memory]), 0, 1000, demand(watching('metrics')));
    const early = step(schedule, { kind: 'due' }, 1997);
    expect(early.ask).toHaveLength(1);
    expect(step(early.schedule, ended('memory'), 1998).timer).toBe(2002);
  });

  it('refreshes at once, after the reading in progress, and with the second half of a pair', () => {
    const refresh: ScheduleEvent = { kind: 'refresh', topics: ['metrics', 'processes'] };
    const { schedule } = run(atRest([memory, processes]), 0, 1000, demand(watching('metrics', 'processes')));
    const refreshed = step(schedule, refresh, 1000);
    expect(refreshed.ask.map(({ id }) => id)).toEqual(['memory', 'processes']);
    const again = step(refreshed.schedule, refresh, 1001);
    expect(again.ask).toEqual([]);
    expect(step(again.schedule, ended('memory'), 1010).ask.map(({ id }) => id)).toEqual(['memory']);
    const first = step(step(atRest([processes]), demand(watching('processes')), 0).schedule, ended('processes'), 5);
    expect(step(first.schedule, refresh, 100)).toMatchObject({ ask: [], timer: 400 });
  });

  it('reads a pair for a refresh at rest, and then rests', () => {
    const { asked, timer } = run(atRest(plans), 0, 60_000, { kind: 'refresh', topics: ['processes'] });
    expect(times(asked, 'processes')).toEqual([0, QUICK_PAIR_MS]);
    expect(timer).toBeNull();
  });

  it('makes no rate across a jump of the clock, and gets new ones soon', () => {
    const { schedule } = run(atRest([processes]), 0, 3000, demand(watching('processes')));
    const jumped = step(schedule, { kind: 'jump' }, 4000);
    expect(jumped.ask).toEqual([{ id: 'processes', continuous: false }]);
    const paired = step(jumped.schedule, ended('processes'), 4002);
    expect(paired.timer).toBe(QUICK_PAIR_MS - 2);
    expect(step(paired.schedule, { kind: 'due' }, 4500).ask).toEqual([{ id: 'processes', continuous: true }]);
  });

  it('takes a reading of long ago for none', () => {
    const { schedule } = run(atRest([processes]), 0, 3000, demand(watching('processes')));
    const resting = step(schedule, demand(nobody), 3000).schedule;
    const at = 3000 + STALE_READING_MS;
    expect(step(resting, demand(watching('processes')), at).ask).toEqual([{ id: 'processes', continuous: false }]);
    expect(step(resting, demand(watching('processes')), 9000).ask).toEqual([{ id: 'processes', continuous: true }]);
  });

  it('slows down when the computer is unplugged', () => {
    const { schedule } = run(atRest([memory]), 0, 1000, demand(watching('metrics')));
    expect(step(schedule, { kind: 'power', onBattery: true }, 1000).timer).toBe(3000);
  });
});
