import { type RefObject, useEffect, useState } from 'react';

/**
 * Keeps the head of a table above the same columns as its rows: the rows scroll sideways, and the head as far as the
 * focus moves in it. Tells the width of the vertical scroll bar, which the head does not have.
 */
export function useHeadScroll(head: RefObject<HTMLElement | null>, scroller: RefObject<HTMLElement | null>): number {
  const [gutter, setGutter] = useState(0);
  useEffect(() => {
    const [top, rows] = [head.current, scroller.current];
    if (!top || !rows) return;
    const follow = (leader: HTMLElement, follower: HTMLElement) => () => {
      if (follower.scrollLeft !== leader.scrollLeft) follower.scrollLeft = leader.scrollLeft;
    };
    const [headFollows, rowsFollow] = [follow(rows, top), follow(top, rows)];
    const observer = new ResizeObserver(() => setGutter(rows.offsetWidth - rows.clientWidth));
    rows.addEventListener('scroll', headFollows, { passive: true });
    top.addEventListener('scroll', rowsFollow, { passive: true });
    observer.observe(rows);
    return () => {
      rows.removeEventListener('scroll', headFollows);
      top.removeEventListener('scroll', rowsFollow);
      observer.disconnect();
    };
  }, [head, scroller]);
  return gutter;
}
