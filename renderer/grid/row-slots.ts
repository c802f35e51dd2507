/** Which drawn row has which element, by key. */
export type Slots = ReadonlyMap<string, number>;

/**
 * Gives each row that is drawn an element. A row that was drawn before keeps its own, so that the focus and a mark that
 * fades stay on it; the others take over those of rows that are no longer drawn, in order: writing other texts into
 * elements costs half of making new ones.
 * @param keys of the rows that are drawn, as they stand
 */
export function assignSlots(before: Slots, keys: readonly string[]): Slots {
  const drawn = new Set(keys);
  const free = [...before].flatMap(([key, slot]) => (drawn.has(key) ? [] : slot));
  let next = Math.max(-1, ...before.values()) + 1;
  const slots = new Map<string, number>();
  let taken = 0;
  for (const key of keys) {
    let slot = before.get(key);
    if (slot === undefined) {
      slot = free[taken] ?? next;
      if (taken >= free.length) next += 1;
      taken += 1;
    }
    slots.set(key, slot);
  }
  return slots;
}
