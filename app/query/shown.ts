import type { Field } from './fields.ts';
import type { Aggregate, Query, Shown } from './query.ts';

/** What is shown of a group as it is written, which is also its property in the rows: `max(cpu)`, `count()`. */
export function shownText({ aggregate, field }: Shown): string {
  return `${aggregate}(${field ?? ''})`;
}

/** Whether an aggregate can be reckoned of a field. Moments have a first and a last, but no sum. */
export function aggregateFits(aggregate: Aggregate, field: Field): boolean {
  if (aggregate === 'count' || aggregate === 'first' || aggregate === 'last') return true;
  if (field.kind === 'text' || field.kind === 'choice' || field.kind === 'yes-no') return false;
  return field.kind !== 'moment' || aggregate === 'min' || aggregate === 'max';
}

/** How a query groups: by which fields, and what it shows of each group; `null` when its rows are the objects themselves. */
export function groupingOf({
  steps,
}: Query): { readonly by: readonly string[]; readonly shown: readonly Shown[] } | null {
  const by = steps.find((step) => step.kind === 'by');
  const show = steps.find((step) => step.kind === 'show');
  if (by === undefined && show === undefined) return null;
  return { by: by?.fields ?? [], shown: show?.shown ?? [{ aggregate: 'count', field: null }] };
}
