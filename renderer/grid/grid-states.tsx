import type { ReactNode } from 'react';

interface GridNoticeProps {
  /** Read out at once: something went wrong. */
  readonly alert?: boolean;
  readonly children: ReactNode;
}

/** What stands in place of the rows when there are none: why, and what to do. */
export function GridNotice({ alert = false, children }: GridNoticeProps) {
  return (
    <div className="grid-notice" role={alert ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];

/** The rows are on their way; it is shown only when that takes its time. */
export function GridLoading({ label }: { readonly label: string }) {
  return (
    <div role="status" className="skeleton grid-loading">
      <p className="ui-visually-hidden">{label}</p>
      {lines.map((line) => (
        <div key={line} className="skeleton-line" aria-hidden />
      ))}
    </div>
  );
}
