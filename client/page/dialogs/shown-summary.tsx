import { type ReactNode, useId } from 'react';
import { t } from '../../core/texts/index.ts';

interface ShownSummaryProps {
  readonly group: 'usage' | 'operations' | 'errors' | 'logs';
  readonly children: ReactNode;
}

/** What one group of a session comes to, before its fields. */
export function ShownSummary({ group, children }: ShownSummaryProps) {
  const title = useId();
  return (
    <section className="shared-summary" aria-labelledby={title}>
      <h4 id={title}>{t(`shared.group.${group}`)}</h4>
      {children}
    </section>
  );
}
