import type { ReactNode } from 'react';
import './notice.css';

/** Something to know before reading the figures. */
export function Notice({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <aside className="notice">
      <svg className="notice-mark" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M8 1.75 14.75 13.5H1.25Z" />
        <path d="M8 6v3.75M8 11.5v.25" />
      </svg>
      <p>
        <strong>{title}</strong> {children}
      </p>
    </aside>
  );
}
