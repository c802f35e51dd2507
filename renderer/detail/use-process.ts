import type { Process } from '../../app/finder/process.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { go } from '../state/navigation.ts';

/** A process by its key, running or with its last readings; `undefined` when it was never seen. */
export function useProcess(key: string): { readonly process: Process | undefined; readonly running: boolean } {
  const { live } = useModel().feed;
  const running = useStore(live, (now) => now.byKey.get(key));
  const departed = useStore(live, (now) => now.departed.get(key));
  return { process: running ?? departed, running: running !== undefined };
}

/** Shows a process in the list, as a step that Back returns from. A query that would hide it is cleared. */
export function useShowProcess(): (key: string) => void {
  const { trail, list, queries } = useModel();
  return (key) => {
    if (!list.get().keys.includes(key)) queries.processes.set('');
    trail.update((now) => go(now, { view: 'processes', selection: [key] }));
  };
}
