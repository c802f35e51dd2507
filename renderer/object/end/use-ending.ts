import { useEffect, useReducer, useRef } from 'react';
import type { Process } from '../../../app/finder/process.ts';
import { useModel } from '../../state/model.ts';
import { beginEnding, type Ending, nextEnding, PATIENCE_MS, toBeAsked } from './ending.ts';

/** How often the list is read anew while a process is waited for, in milliseconds; also while live updates pause. */
const LOOK_MS = 1000;

/** Ends processes through the engine and watches the live list; see {@link nextEnding} for the steps. */
export function useEnding(
  processes: readonly Process[],
  force: boolean,
): { readonly ending: Ending; readonly confirm: () => void } {
  const { ask, lists, feed } = useModel();
  const [ending, tell] = useReducer(nextEnding, null, () => beginEnding(processes, force));
  const { phase, forced } = ending;
  const asked = useRef(new Set<string>());

  useEffect(() => {
    const take = () => {
      const { byKey } = lists.processes.get();
      tell({ type: 'seen', running: (key) => byKey.has(key) });
    };
    take();
    return lists.processes.subscribe(take);
  }, [lists]);

  useEffect(() => {
    for (const { key } of toBeAsked(ending)) {
      const once = `${forced} ${key}`;
      if (asked.current.has(once)) continue;
      asked.current.add(once);
      void ask({ ask: 'end', key, force: forced }).then((answer) =>
        tell({ type: 'answered', key, outcome: answer.ok ? answer.value.outcome : 'failed' }),
      );
    }
  }, [ask, ending, forced]);

  useEffect(() => {
    if (phase !== 'ending') return;
    const late = setTimeout(() => tell({ type: 'waited' }), PATIENCE_MS);
    const look = setInterval(() => feed.refresh(), LOOK_MS);
    return () => {
      clearTimeout(late);
      clearInterval(look);
    };
  }, [feed, phase]);

  return { ending, confirm: () => tell({ type: 'confirmed' }) };
}
