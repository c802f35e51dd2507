import { useEffect } from 'react';
import type { Topic } from '../../app/finder/live.ts';
import { useModel } from './model.ts';

/** Has a topic read for as long as the component is on the screen; `null` for none. */
export function useNeed(topic: Topic | null): void {
  const { feed } = useModel();
  useEffect(() => (topic ? feed.need(topic) : undefined), [feed, topic]);
}
