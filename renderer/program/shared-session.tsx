import type { SharedBatch } from '../../app/ipc/program.ts';
import { t } from '../../app/messages/index.ts';
import { Disclosure } from '../design/index.ts';
import { valueNote } from './field-texts.ts';
import { formatBytes, formatUtcDay } from './format.ts';
import { type SharedRow, sharedSections } from './shared-model.ts';
import { SharedTable } from './shared-table.tsx';
import { UsageSummary } from './usage-summary.tsx';

interface SharedSessionProps {
  readonly batch: SharedBatch;
  /** Which part of its session it is, from 1; `undefined` for a session in one piece. */
  readonly part: number | undefined;
  readonly isExpanded: boolean;
}

/** One batch, decoded from its bytes: the commands, then every field. */
export function SharedSession({ batch, part, isExpanded }: SharedSessionProps) {
  const title = batch.state === 'current' ? t('shared.current') : t('shared.waiting', { session: batch.session });
  const facts = [
    ...(part ? [t('shared.part', { part })] : []),
    formatUtcDay(batch.start),
    t(`shared.state.${batch.state}`),
    formatBytes(batch.bytes),
  ];
  return (
    <Disclosure title={title} aside={facts.join(' · ')} defaultExpanded={isExpanded} look="band">
      <UsageSummary usage={batch.usage} />
      <SharedTable
        label={title}
        valueTitle={t('shared.column.value')}
        groups={sharedSections(batch).map(({ group, rows }) => ({
          group,
          rows: rows.map((row) => ({ ...row, value: <Value row={row} /> })),
        }))}
      />
    </Disclosure>
  );
}

function Value({ row }: { readonly row: SharedRow }) {
  const note = valueNote(row.path, row.value, row.info);
  return (
    <>
      <code className="program-breakable">{row.value}</code>
      {note && <span className="shared-note"> {note}</span>}
    </>
  );
}
