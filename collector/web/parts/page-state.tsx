import type { ReactNode } from 'react';
import './page-state.css';

/** What stands in place of the figures while there are none. */
export function PageState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="page-state">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Shows itself only when loading takes long enough to be noticed. */
export function Loading({ children }: { children: ReactNode }) {
  return <p className="loading">{children}</p>;
}
