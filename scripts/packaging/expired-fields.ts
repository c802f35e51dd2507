import { expiredFields, type Group } from 'candor-client/core';

/** So long before the last day of a field a release warns of it, in days. */
const NOTICE_DAYS = 30;
const DAY_MS = 86_400_000;

/** What a build says of the fields that are past their last day, or soon will be. */
export interface ExpiryNews {
  /** Why it must not be released, in one sentence; `undefined` when it may. */
  readonly refusal: string | undefined;
  readonly warning: string | undefined;
}

/**
 * Whether a release would carry fields that it no longer collects: somebody has to decide whether they are still needed.
 * @param now UTC milliseconds.
 */
export function expiryNews(registry: Readonly<Record<string, Group>>, now: number): ExpiryNews {
  const expired = expiredFields(registry, dayOf(now));
  const soon = expiredFields(registry, dayOf(now + NOTICE_DAYS * DAY_MS)).filter((path) => !expired.includes(path));
  return {
    refusal:
      expired.length === 0
        ? undefined
        : `a release has no field past its last day: ${described(registry, expired)}; renew "expires" after a review, or take out what collects it.`,
    warning:
      soon.length === 0
        ? undefined
        : `within ${NOTICE_DAYS} days these fields are past their last day, and no release can be made until they are renewed or taken out: ${described(registry, soon)}.`,
  };
}

/** The UTC day, "2026-03-09". */
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

/** Fields with who answers for them and where it was decided; those that have that in common stand together. */
function described(registry: Readonly<Record<string, Group>>, paths: readonly string[]): string {
  const byDecision = new Map<string, string[]>();
  for (const [group, { fields }] of Object.entries(registry)) {
    for (const [name, { owner, review, expires }] of Object.entries(fields)) {
      const path = `${group}.${name}`;
      if (!paths.includes(path)) continue;
      const decision = `until ${expires}; owner ${owner}, review ${review}`;
      byDecision.set(decision, [...(byDecision.get(decision) ?? []), path]);
    }
  }
  return [...byDecision].map(([decision, named]) => `${named.join(', ')} (${decision})`).join('; ');
}
