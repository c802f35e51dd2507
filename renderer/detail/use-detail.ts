import { useEffect, useState } from 'react';
import type { Detail } from '../../app/finder/asking.ts';
import type { ObjectType, Row } from '../../app/query/query.ts';
import { eachInterval } from '../../ui/state/clock.ts';
import { useStore } from '../../ui/state/store.ts';
import { listOf, useSelected } from '../object/use-objects.ts';
import { useModel } from '../state/model.ts';

/** How often more is read of what is shown, in milliseconds: threads and connections change, and cost a look of their own. */
const AGAIN_MS = 5000;

/** An object, as far as the lists and the engine know it. */
export interface ObjectState {
  /** `null`: nothing is known of it, neither now nor from before. */
  readonly row: Row | null;
  /** It is in the list of now. */
  readonly running: boolean;
  /** What is around it; `null` until the engine has told. */
  readonly detail: Detail | null;
  readonly status: 'loading' | 'ready' | 'failed';
}

/** An object by its key: its newest readings, and what the engine tells of it, of one that is gone as well. */
export function useObject(type: ObjectType, key: string): ObjectState {
  const model = useModel();
  const list = listOf(model, type);
  const now = useStore(list, ({ byKey }) => byKey.get(key));
  const departed = useStore(list, (live) => live.departed.get(key));
  const listed = useSelected().rows.find((row) => row.key === key);
  const { detail, status } = useAsked(type, key, now !== undefined);
  return { row: now ?? detail?.row ?? departed ?? listed ?? null, running: now !== undefined, detail, status };
}

function useAsked(type: ObjectType, key: string, running: boolean): Pick<ObjectState, 'detail' | 'status'> {
  const { ask, feed } = useModel();
  const paused = useStore(feed.paused);
  const [state, setState] = useState<Pick<ObjectState, 'detail' | 'status'>>({ detail: null, status: 'loading' });
  const again = running && !paused;
  useEffect(() => {
    // Of a minute of the device all is in its row.
    if (type === 'device') return;
    let over = false;
    const read = async () => {
      const asked = await ask({ ask: 'detail', type, key });
      if (over) return;
      if (asked.ok) setState({ detail: asked.value, status: 'ready' });
      else setState(({ detail }) => ({ detail, status: 'failed' }));
    };
    void read();
    const stop = again ? eachInterval(AGAIN_MS, () => void read()) : undefined;
    return () => {
      over = true;
      stop?.();
    };
  }, [ask, type, key, again]);
  return type === 'device' ? { detail: null, status: 'ready' } : state;
}
