/** A group as it may be shown or not. */
export interface Group {
  /** Different installations in the group. */
  readonly installations: number;
}

/**
 * Hides groups of fewer than `k` installations. When all that is hidden comes to fewer than `k`, the smallest of the
 * other groups is hidden too: else the total of all groups less the shown ones would tell of the hidden ones.
 *
 * This makes it harder to learn about few installations by comparing answers. It does not make it impossible:
 * answers of two days can still be compared.
 * @returns those that may be shown, in the order in which they came.
 */
export function suppressSmallGroups<G extends Group>(groups: readonly G[], k: number): G[] {
  const bySize = [...groups].sort((a, b) => a.installations - b.installations);
  const hidden = new Set<G>();
  let sum = 0;
  for (const group of bySize) {
    const isSmall = group.installations < k;
    const covers = hidden.size > 0 && sum < k;
    if (!isSmall && !covers) break;
    hidden.add(group);
    sum += group.installations;
  }
  return groups.filter((group) => !hidden.has(group));
}
