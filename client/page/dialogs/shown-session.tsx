import { Disclosure, Note } from '../../../ui/design/index.ts';
import type { DeletionRequest, ShownBatch } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { isNotMadeYet, valueNote } from './field-texts.ts';
import { formatBytes, formatUtcDay } from './format.ts';
import { ErrorSummary, LogSummary, UsageSummary } from './shown-groups.tsx';
import { type SessionOf, type ShownRow, sharedSections } from './shown-model.ts';
import { OperationSummary } from './shown-operations.tsx';
import { ShownTable, WhenExpanded } from './shown-parts.tsx';
import { DeletionControl } from './unsent-deletion.tsx';

interface ShownSessionProps {
  readonly session: SessionOf;
  readonly isExpanded: boolean;
  /** Deletes the session here; missing where it cannot be deleted alone. */
  readonly onDelete?: (request: DeletionRequest) => Promise<void>;
}

/** One session, decoded from its bytes: what was done and what came of it, then every field. */
export function ShownSession({ session, isExpanded, onDelete }: ShownSessionProps) {
  const { first, parts, bytes } = session;
  const title = titleOf(first);
  const facts = [
    ...(parts.length > 1 ? [tn('shared.parts', parts.length)] : []),
    ...(first.start ? [formatUtcDay(first.start)] : []),
    t(`shared.state.${first.state}`),
    formatBytes(bytes),
  ];
  return (
    <Disclosure
      title={title}
      aside={facts.join(' · ')}
      defaultExpanded={isExpanded}
      look="band"
      actions={onDelete && <DeletionControl look="icon" {...deletionOf(first)} onDelete={onDelete} />}
    >
      <WhenExpanded>
        {parts.map((batch, index) => (
          <Part
            key={batch.batch}
            batch={batch}
            label={title}
            heading={
              parts.length > 1 ? t('shared.part-title', { part: index + 1, size: formatBytes(batch.bytes) }) : undefined
            }
          />
        ))}
      </WhenExpanded>
    </Disclosure>
  );
}

interface PartProps {
  readonly batch: ShownBatch;
  /** Accessible name of its table. */
  readonly label: string;
  /** Of one part among several. */
  readonly heading: string | undefined;
}

function Part({ batch, label, heading }: PartProps) {
  return (
    <div className="shared-part">
      {heading && <h4>{heading}</h4>}
      {batch.state === 'unreadable' ? (
        <Note tone="muted">{t('shared.damaged.what')}</Note>
      ) : (
        <>
          <UsageSummary usage={batch.usage} />
          <OperationSummary operations={batch.operations} />
          <ErrorSummary errors={batch.errors} />
          <LogSummary lines={batch.logs} />
          <h4 className="shared-fields">{t('shared.fields')}</h4>
          <ShownTable
            label={label}
            valueTitle={t('shared.column.value')}
            groups={sharedSections(batch).map(({ group, rows }) => ({
              group,
              rows: rows.map((row) => ({ ...row, value: <Value row={row} /> })),
            }))}
          />
        </>
      )}
    </div>
  );
}

function titleOf({ state, session }: ShownBatch): string {
  if (state === 'current') return t('shared.current');
  if (state === 'example') return t('shared.example.title');
  return state === 'unreadable' ? t('shared.damaged') : t('shared.waiting', { session });
}

function deletionOf({ state, session, run = 0 }: ShownBatch) {
  if (state === 'current') {
    const request: DeletionRequest = { what: 'current' };
    return { label: t('shared.delete.current'), title: t('shared.delete.current.title'), request };
  }
  const request: DeletionRequest = { what: 'session', run };
  if (state === 'unreadable') {
    return { label: t('shared.delete.damaged'), title: t('shared.delete.damaged.title'), request };
  }
  const params = { session };
  return { label: t('shared.delete.session', params), title: t('shared.delete.session.title', params), request };
}

function Value({ row }: { readonly row: ShownRow }) {
  if (isNotMadeYet(row.value)) return <span className="shared-note">{t('shared.example.not-made')}</span>;
  const note = valueNote(row.path, row.value, row.info);
  return (
    <>
      <code className="program-breakable">{row.value}</code>
      {note && <span className="shared-note"> {note}</span>}
    </>
  );
}
