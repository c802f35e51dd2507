import { swallowed } from 'candor-client/core';
import type { Clock, Timers } from 'candor-client/node';
import type { KeptAnswers } from '../../app/finder/engine.ts';
import { DEVICE_KEPT_MS, DEVICE_SOURCE_LIMIT_MS } from '../limits.ts';
import type { DeviceSources, Gathered, ReadingName } from './readings.ts';

interface Slot {
  value: unknown;
  /** When `value` was read, in monotonic milliseconds. */
  readAt: number | undefined;
  pending: Promise<void> | undefined;
  /** The source did not answer in its time, when it was asked last. */
  givenUp: boolean;
}

export interface GatherParts {
  readonly sources: DeviceSources;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Milliseconds after which what has been answered is taken. */
  readonly deadline: number;
  /** Called for each report, as soon as it is known which answers of before serve it. */
  readonly onAsked: (answers: KeptAnswers) => void;
}

/**
 * Asks all sources at once and answers when they all have, or at the deadline. Each answer is kept for a minute by
 * itself, so a slow source that missed the deadline is in the next report, and is never asked twice at a time.
 */
export function createGatherer(parts: GatherParts): () => Promise<Gathered> {
  const { sources, clock, timers, deadline, onAsked } = parts;
  const names = Object.keys(sources) as ReadingName[];
  const slots = new Map(names.map((name) => [name, emptySlot()]));

  const isKept = ({ readAt }: Slot) => readAt !== undefined && clock.monotonic() - readAt < DEVICE_KEPT_MS;

  function ask(name: ReadingName, slot: Slot): Promise<void> {
    if (slot.pending) return slot.pending;
    if (isKept(slot)) return Promise.resolve();
    const asked = new Promise<unknown>((resolve) => resolve(sources[name].read())).then(
      (value) => {
        slot.value = value;
        slot.givenUp = false;
        slot.readAt = clock.monotonic();
      },
      (error: unknown) => {
        swallowed('engine', 'read-device-source', error);
        slot.value = undefined;
        slot.givenUp = false;
        slot.readAt = clock.monotonic();
      },
    );
    const limit = elapsed(timers, DEVICE_SOURCE_LIMIT_MS);
    const given = limit.over.then(() => {
      slot.givenUp = true;
    });
    const pending = Promise.race([asked, given]).then(() => {
      limit.cancel();
      if (slot.pending === pending) slot.pending = undefined;
    });
    slot.pending = pending;
    return pending;
  }

  return async () => {
    // One that is being read already is neither kept nor asked again.
    const idle = [...slots.values()].filter(({ pending }) => !pending);
    const kept = idle.filter(isKept).length;
    onAsked({ kept, asked: idle.length - kept });
    const limit = elapsed(timers, deadline);
    await Promise.race([Promise.all(names.map((name) => ask(name, slots.get(name) ?? emptySlot()))), limit.over]);
    limit.cancel();
    const [now, monotonic] = [clock.now(), clock.monotonic()];
    const gathered = names.map((name) => {
      const { value, readAt, pending, givenUp } = slots.get(name) ?? emptySlot();
      const late = pending !== undefined && value === undefined && !givenUp;
      // By today's clock, which may have been set since.
      const age = readAt === undefined ? null : Math.round(monotonic - readAt);
      return [name, { label: sources[name].label, value, readAt: age === null ? null : now - age, late }];
    });
    return Object.fromEntries(gathered) as Gathered;
  };
}

function emptySlot(): Slot {
  return { value: undefined, readAt: undefined, pending: undefined, givenUp: false };
}

function elapsed(timers: Timers, milliseconds: number): { over: Promise<void>; cancel: () => void } {
  let cancel = () => {};
  const over = new Promise<void>((resolve) => {
    cancel = timers.after(milliseconds, resolve);
  });
  return { over, cancel };
}
