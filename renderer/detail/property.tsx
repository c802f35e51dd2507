import type { ReactNode } from 'react';

interface PropertyProps {
  readonly name: string;
  /** Long text that people take elsewhere: it stands on lines of its own and can be marked. */
  readonly copyable?: boolean;
  readonly children: ReactNode;
}

/** A name and its value in the detail pane. */
export function Property({ name, copyable = false, children }: PropertyProps) {
  return (
    <div className="property" data-copyable={copyable}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
