import { type RefObject, useEffect, useState } from 'react';

/** Whether an element has more to show than fits, so that the keyboard must be able to scroll it. */
export function useOverflow(element: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () =>
      setOverflows(target.scrollHeight > target.clientHeight + 1 || target.scrollWidth > target.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    for (const child of target.children) observer.observe(child);
    return () => observer.disconnect();
  }, [element]);
  return overflows;
}
