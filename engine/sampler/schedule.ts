import { cadences, type Topic } from '../../app/finder/live.ts';
import { MIN_SHARE_MS, QUICK_PAIR_MS, STALE_READING_MS } from '../limits.ts';
import type { AnySource, SampledId } from './source.ts';

/** Who looks: a window that is seen, one that is not, the history alone, or nobody. */
export type Level = 'visible' | 'hidden' | 'recording' | 'rest';

/** What is wanted of the readers. */
export interface Demand {
  readonly level: Level;
  /** What the window shows. */
  readonly topics: readonly Topic[];
  /** What the history takes, at the cadence of a hidden window whatever is shown. */
  readonly recorded: readonly Topic[];
}

/** What a schedule has to know of a source. */
export type Plan = Pick<AnySource, 'id' | 'topics' | 'least' | 'paired' | 'unseen'>;

/** Where a source stands. Times are monotonic milliseconds. */
interface Slot {
  /** Its last reading began. */
  readonly began: number | null;
  /** Its last reading ended. */
  readonly ended: number;
  readonly asked: boolean;
  /** When it is read again for the second half of a pair; `wanted` until its first half has ended. */
  readonly pair: number | 'wanted' | null;
  /** It is to be read as soon as it can be. */
  readonly soon: boolean;
  /** The computer slept or its clock jumped since its last reading. */
  readonly broken: boolean;
}

export interface Schedule {
  readonly plans: readonly Plan[];
  readonly demand: Demand;
  readonly onBattery: boolean;
  /** Readings stand on multiples of their cadence from here, so that one wake-up serves many. */
  readonly origin: number;
  readonly slots: Readonly<Partial<Record<SampledId, Slot>>>;
}

export type ScheduleEvent =
  | { readonly kind: 'demand'; readonly demand: Demand }
  | { readonly kind: 'power'; readonly onBattery: boolean }
  /** One reading of everything that these topics need, whether wanted otherwise or not. */
  | { readonly kind: 'refresh'; readonly topics: readonly Topic[] }
  | { readonly kind: 'due' }
  /** What was counted across this moment is no rate. */
  | { readonly kind: 'jump' }
  /** A source has answered or is given up. */
  | { readonly kind: 'ended'; readonly id: SampledId };

/** A source to be asked now. */
export interface Ask {
  readonly id: SampledId;
  readonly continuous: boolean;
}

export interface Step {
  readonly schedule: Schedule;
  readonly ask: readonly Ask[];
  /** Milliseconds after which `due` is expected; `null`: nothing is to come. */
  readonly timer: number | null;
}

export const nobody: Demand = { level: 'rest', topics: [], recorded: [] };

export function atRest(plans: readonly Plan[]): Schedule {
  return { plans, demand: nobody, onBattery: false, origin: 0, slots: {} };
}

/** A timer may come this much too early, in milliseconds. */
const SLACK_MS = 5;

const fresh: Slot = { began: null, ended: 0, asked: false, pair: null, soon: false, broken: false };

/**
 * What follows from an event. A source is never asked while it has not answered; the readings that it misses meanwhile
 * are left out, and its rhythm stays. Others are not held up by it.
 * @param now monotonic milliseconds
 */
export function step(before: Schedule, event: ScheduleEvent, now: number): Step {
  const schedule = happened(before, event, now);
  const ask: Ask[] = [];
  const slots: Partial<Record<SampledId, Slot>> = { ...schedule.slots };
  let next: number | null = null;
  for (const plan of schedule.plans) {
    const slot = slots[plan.id] ?? fresh;
    const at = dueAt(schedule, plan, slot);
    if (at === null) continue;
    if (at > now + SLACK_MS) {
      next = Math.min(next ?? at, at);
      continue;
    }
    const continuous = isContinuous(slot, now);
    const pair = plan.paired && !continuous ? 'wanted' : null;
    slots[plan.id] = { ...slot, began: now, asked: true, pair, soon: false, broken: false };
    ask.push({ id: plan.id, continuous });
  }
  return { schedule: { ...schedule, slots }, ask, timer: next === null ? null : Math.max(0, next - now) };
}

/** Readings of a source that were due since its last one began and were left out, because it had not answered yet. */
export function missedBeats(schedule: Schedule, id: SampledId, now: number): number {
  const plan = schedule.plans.find((one) => one.id === id);
  const interval = plan && intervalOf(plan, schedule);
  const began = schedule.slots[id]?.began;
  if (!interval || began === null || began === undefined) return 0;
  return beatOf(now, schedule.origin, interval) - beatOf(began, schedule.origin, interval);
}

/** Milliseconds between two readings of a source; `null` when nobody wants it. */
export function intervalOf(plan: Plan, { demand, onBattery }: Pick<Schedule, 'demand' | 'onBattery'>): number | null {
  const { level, topics: watched, recorded } = demand;
  if (level === 'rest') return null;
  const needed = (wanted: readonly Topic[]) =>
    plan.topics.length === 0 ? wanted.length > 0 : plan.topics.some((topic) => wanted.includes(topic));
  const visible = onBattery ? cadences.visibleOnBattery : cadences.visible;
  const hidden = onBattery ? cadences.hiddenOnBattery : cadences.hidden;
  const seconds = [
    ...(level === 'visible' && needed(watched) ? [visible] : []),
    ...(level === 'hidden' && needed(watched) ? [hidden] : []),
    ...(needed(recorded) ? [hidden] : []),
  ];
  if (seconds.length === 0) return null;
  const isSeen = level === 'visible' && needed(watched);
  const cadence = Math.min(...seconds) * 1000 * (isSeen ? 1 : (plan.unseen ?? 1));
  return Math.ceil(plan.least / cadence) * cadence || cadence;
}

function happened(schedule: Schedule, event: ScheduleEvent, now: number): Schedule {
  switch (event.kind) {
    case 'demand': {
      const { demand } = event;
      if (demand.level === 'rest') return { ...mapSlots(schedule, () => ({ pair: null, soon: false })), demand };
      return { ...schedule, demand, origin: schedule.demand.level === 'rest' ? now : schedule.origin };
    }
    case 'power':
      return { ...schedule, onBattery: event.onBattery };
    case 'refresh':
      return mapSlots(schedule, (slot, plan) => {
        const needed = plan.topics.length === 0 || plan.topics.some((topic) => event.topics.includes(topic));
        // The second reading of a pair is the fresh one: an earlier one would have no rates.
        return needed && slot.pair === null ? { soon: true } : {};
      });
    case 'jump':
      return mapSlots(schedule, (slot) => (slot.began === null ? {} : { broken: true }));
    case 'ended':
      return mapSlots(schedule, (slot, { id }) => {
        if (id !== event.id) return {};
        // Counted from their beginning the second halves of all that were asked together are one wake-up.
        const pair = Math.max((slot.began ?? now) + QUICK_PAIR_MS, now + MIN_SHARE_MS);
        return { asked: false, ended: now, pair: slot.pair === 'wanted' ? pair : slot.pair };
      });
    case 'due':
      return schedule;
  }
}

function mapSlots(schedule: Schedule, change: (slot: Slot, plan: Plan) => Partial<Slot>): Schedule {
  const slots = schedule.plans.map((plan) => {
    const slot = schedule.slots[plan.id] ?? fresh;
    return [plan.id, { ...slot, ...change(slot, plan) }];
  });
  return { ...schedule, slots: Object.fromEntries(slots) };
}

/** When a source is to be read next, in monotonic milliseconds; `null`: not as things stand. */
function dueAt(schedule: Schedule, plan: Plan, slot: Slot): number | null {
  if (slot.asked) return null;
  if (slot.soon) return Number.NEGATIVE_INFINITY;
  // A regular reading shortly before the pair's second half would only be too close to the first.
  if (typeof slot.pair === 'number') return slot.pair;
  const interval = intervalOf(plan, schedule);
  if (interval === null) return null;
  const { origin } = schedule;
  if (slot.began === null) return origin;
  return origin + (beatOf(Math.max(slot.began, slot.ended), origin, interval) + 1) * interval;
}

function beatOf(time: number, origin: number, interval: number): number {
  return Math.floor((time + SLACK_MS - origin) / interval);
}

function isContinuous({ began, broken }: Slot, now: number): boolean {
  return began !== null && !broken && now - began <= STALE_READING_MS;
}
