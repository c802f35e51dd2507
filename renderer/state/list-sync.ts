import type { ListChanges, ListTopic } from '../../app/finder/live.ts';
import { createStore, type Readable } from '../../ui/state/store.ts';
import type { Ask } from './ask.ts';
import { applyChanges, type LiveList, nothingListed } from './lists.ts';

/** Changes that are kept while the whole list is asked for; more than that make it be asked for again. */
const MAX_WAITING = 20;

/** One list, kept the same as the engine's. */
export interface ListSync {
  readonly list: Readable<LiveList>;
  /** Takes a message of the engine; when one before it is missing, the whole list is asked for. */
  take(changes: ListChanges): void;
  /** Asks for the whole list, unless that is under way. */
  read(): Promise<void>;
  /** The engine begins to count anew: what comes next is not joined to what was. */
  forget(): void;
}

export function createListSync(topic: ListTopic, ask: Ask): ListSync {
  const list = createStore(nothingListed);
  /** Number of the last message that is in the list; `null` when it is not known. */
  let known: number | null = null;
  /** Messages that came while the whole list was asked for; `null` when it is not. */
  let waiting: ListChanges[] | null = null;

  const apply = (changes: ListChanges) => {
    known = changes.sequence;
    list.update((now) => applyChanges(now, changes));
  };
  const follows = (changes: ListChanges) => changes.whole || (known !== null && changes.sequence === known + 1);

  const read = async () => {
    if (waiting) return;
    waiting = [];
    const asked = await ask({ ask: 'list', topic });
    const came = waiting;
    waiting = null;
    // An answer that was overtaken by a whole list is older than that.
    if (asked.ok && !came.some(({ whole, sequence }) => whole && sequence >= asked.value.sequence)) {
      apply({ ...asked.value, whole: true });
    }
    for (const changes of came) {
      if (!changes.whole && known !== null && changes.sequence <= known) continue;
      if (!follows(changes)) {
        // The next message shows whether it is still so, and asks again.
        known = null;
        return;
      }
      apply(changes);
    }
  };

  return {
    list,
    read,
    take(changes) {
      if (waiting) {
        if (waiting.length < MAX_WAITING) waiting.push(changes);
        return;
      }
      if (follows(changes)) apply(changes);
      else void read();
    },
    forget() {
      known = null;
    },
  };
}
