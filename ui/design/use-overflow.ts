import { type RefObject, useEffect, useState } from 'react';

interface Overflow {
  /** It has more to show than fits, so that the keyboard must be able to scroll it. */
  readonly overflows: boolean;
  /** Some of it is still below what is seen. */
  readonly hasMoreBelow: boolean;
}

const none: Overflow = { overflows: false, hasMoreBelow: false };

/** Less than this is a fraction of a line and no text, in pixels. */
const SLACK = 4;

/** Whether an element shows all of its content, kept current while that changes or is scrolled. */
export function useOverflow(element: RefObject<HTMLElement | null>): Overflow {
  const [overflow, setOverflow] = useState(none);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const { scrollTop, scrollHeight, clientHeight, scrollWidth, clientWidth } = target;
      const overflows = scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
      const hasMoreBelow = scrollHeight - clientHeight - scrollTop > SLACK;
      setOverflow((known) =>
        known.overflows === overflows && known.hasMoreBelow === hasMoreBelow ? known : { overflows, hasMoreBelow },
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    for (const child of target.children) observer.observe(child);
    target.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      target.removeEventListener('scroll', measure);
    };
  }, [element]);
  return overflow;
}
