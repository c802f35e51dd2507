import { type ReactNode, useContext, useId } from 'react';
import { DisclosureStateContext } from 'react-aria-components';
import { t } from '../../core/texts/index.ts';
import { fieldLabel, fieldPurpose, groupTitle, keptFor } from './field-texts.ts';
import type { FieldInfo } from './shown-model.ts';

interface TableRow {
  readonly path: string;
  readonly value: ReactNode;
  readonly info: FieldInfo | undefined;
}

interface ShownTableProps {
  /** Accessible name of the table. */
  readonly label: string;
  readonly valueTitle: string;
  readonly groups: readonly { readonly group: string; readonly rows: readonly TableRow[] }[];
}

/** Fields with the reason for each. The head stays in sight while the rows scroll. */
export function ShownTable({ label, valueTitle, groups }: ShownTableProps) {
  return (
    <table className="shared-table" aria-label={label}>
      <colgroup>
        <col className="shared-field" />
        <col className="shared-value" />
        <col />
        <col className="shared-level" />
        <col className="shared-kept" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('shared.column.field')}</th>
          <th scope="col">{valueTitle}</th>
          <th scope="col">{t('shared.column.purpose')}</th>
          <th scope="col">{t('shared.column.level')}</th>
          <th scope="col">{t('shared.column.kept')}</th>
        </tr>
      </thead>
      {groups.map(({ group, rows }) => (
        <tbody key={group}>
          <tr className="shared-group">
            <th scope="rowgroup" colSpan={5}>
              {groupTitle(group)}
            </th>
          </tr>
          {rows.map(({ path, value, info }) => (
            <tr key={path}>
              <th scope="row">{fieldLabel(path)}</th>
              <td>{value}</td>
              <td>{fieldPurpose(path) ?? t('shared.field.unknown')}</td>
              <td>{info && t(`level.${info.level}`)}</td>
              <td>{info && keptFor(info.retentionDays)}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

interface ShownSummaryProps {
  readonly group: 'usage' | 'operations' | 'errors' | 'logs';
  readonly children: ReactNode;
}

/** What one group of a session comes to, before its fields. */
export function ShownSummary({ group, children }: ShownSummaryProps) {
  const title = useId();
  return (
    <section className="shared-summary" aria-labelledby={title}>
      <h4 id={title}>{groupTitle(group)}</h4>
      {children}
    </section>
  );
}

/** What a disclosure holds, drawn only while it is unfolded: fifty folded tables make a window slow. */
export function WhenExpanded({ children }: { readonly children: ReactNode }) {
  const disclosure = useContext(DisclosureStateContext);
  return disclosure?.isExpanded ? children : null;
}
