import { useEffect } from 'react';
import type { Topic } from '../../app/finder/live.ts';
import { useModel } from './model.ts';

/** Has a topic read for as long as the component is on the screen. */
export function useNeed(topic: Topic): void {
  const { feed } = useModel();
  useEffect(() => feed.need(topic), [feed, topic]);
}
