import { formatQuery } from '../../app/query/format.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { useModel } from '../state/model.ts';
import { go, goToQuery, viewOfType } from '../state/navigation.ts';
import { queryOf } from './object-queries.ts';
import { listOf } from './use-objects.ts';

const DAY = 24 * 3_600_000;

/**
 * Shows an object in its list, as a step that Back returns from; one that is gone by the search that finds it in the
 * last day.
 */
export function useShow(): (type: ObjectType, row: Row) => void {
  const model = useModel();
  return (type, row) => {
    const { at, byKey } = listOf(model, type).get();
    // A list that nobody has looked at yet is not known; what is shown of other lists is of now.
    if (at === null || byKey.has(row.key)) {
      model.trail.update((now) => go(now, { view: viewOfType(type), query: '', selection: [row.key] }));
      return;
    }
    const query = queryOf(type, row);
    if (!query) return;
    const text = formatQuery({ ...query, time: { kind: 'during', last: DAY } });
    model.trail.update((now) => goToQuery(now, text, [row.key]));
  };
}
