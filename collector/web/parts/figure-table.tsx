import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { t, tn } from '../messages/index.ts';
import './figure-table.css';

/** A table of figures under its title; it scrolls sideways by itself when there is no room, and says so. */
export function FigureTable({
  title,
  notes = [],
  children,
}: {
  title: string;
  notes?: readonly (string | undefined)[];
  children: ReactNode;
}) {
  const id = useId();
  const scroller = useRef<HTMLElement>(null);
  const hasMore = useHasMore(scroller);
  return (
    <div className="figure-table">
      <h2 id={id}>{title}</h2>
      {hasMore && <p className="figure-table-more">{t('table.more-columns')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section ref={scroller} className="figure-table-scroll" tabIndex={0} aria-labelledby={id}>
        <table aria-labelledby={id}>{children}</table>
      </section>
      {notes.map((note) => note && <p key={note}>{note}</p>)}
    </div>
  );
}

/** Whether there are columns that are not in sight. */
function useHasMore(scroller: RefObject<HTMLElement | null>): boolean {
  const [hasMore, setHasMore] = useState(false);
  useEffect(() => {
    const { current } = scroller;
    const table = current?.firstElementChild;
    if (!table) return;
    const observer = new ResizeObserver(() => setHasMore(current.scrollWidth > current.clientWidth + 1));
    observer.observe(current);
    observer.observe(table);
    return () => observer.disconnect();
  }, [scroller]);
  return hasMore;
}

/** Says that there are more groups than are shown; nothing when there are none. */
export function moreNote(more: number): string | undefined {
  return more === 0 ? undefined : tn('more', more);
}
