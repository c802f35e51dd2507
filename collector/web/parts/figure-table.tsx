import { type ReactNode, useId } from 'react';
import { tn } from '../messages.ts';
import './figure-table.css';

/** A table of figures under its title; it scrolls sideways by itself when there is no room. */
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
  return (
    <div className="figure-table">
      <h2 id={id}>{title}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="figure-table-scroll" tabIndex={0} aria-labelledby={id}>
        <table aria-labelledby={id}>{children}</table>
      </section>
      {notes.map((note) => note && <p key={note}>{note}</p>)}
    </div>
  );
}

/** Says that groups are left out; nothing when none are. */
export function hiddenNote(hidden: number, k: number): string | undefined {
  return hidden === 0 ? undefined : tn('hidden', hidden, { k });
}

/** Says that there are more groups than are shown; nothing when there are none. */
export function moreNote(more: number): string | undefined {
  return more === 0 ? undefined : tn('more', more);
}
