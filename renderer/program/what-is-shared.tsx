import { RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import type { ProgramStatus, SharedBatch } from '../../app/ipc/program.ts';
import { t, tn } from '../../app/messages/index.ts';
import { Button, DialogFrame, Disclosure, IconButton } from '../design/index.ts';
import { Failure, Loading } from './answer-states.tsx';
import { possibleValues } from './field-texts.ts';
import { allFields, inOrder, partOf } from './shared-model.ts';
import { SharedSession } from './shared-session.tsx';
import { SharedTable } from './shared-table.tsx';
import { mayAsk } from './state-sentence.ts';
import { useAnswer } from './use-answer.ts';

const askShared = () => window.candor.invoke('program.shared');

interface WhatIsSharedProps {
  /** `undefined` while it is not known. */
  readonly status: ProgramStatus | undefined;
  /** Opened from a dialog that holds a question, to which closing returns. */
  readonly returns: boolean;
  readonly onClose: () => void;
}

/** What is sent, decoded from the bytes themselves; while nothing is collected, every field that could be. */
export function WhatIsShared({ status, returns, onClose }: WhatIsSharedProps) {
  const { answer, reload } = useAnswer(askShared);
  useEffect(() => window.candor.on('program.changed', reload), [reload]);
  const close = returns ? t('common.back') : t('common.close');
  return (
    <DialogFrame
      title={t('shared.title')}
      onClose={onClose}
      closeLabel={close}
      tools={<IconButton icon={RefreshCw} label={t('common.refresh')} onPress={reload} />}
      foot={<Button onPress={onClose}>{close}</Button>}
    >
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('shared.failed')} retry={reload} />}
      {answer.state === 'ready' && <Contents batches={inOrder(answer.value)} status={status} />}
    </DialogFrame>
  );
}

interface ContentsProps {
  readonly batches: readonly SharedBatch[];
  readonly status: ProgramStatus | undefined;
}

function Contents({ batches, status }: ContentsProps) {
  return (
    <div className="program-stack">
      <p>{lead(batches, status)}</p>
      {batches.map((batch, index) => (
        <SharedSession key={batch.batch} batch={batch} part={partOf(batch, batches)} isExpanded={index === 0} />
      ))}
      {batches.length === 0 ? (
        <AllFields />
      ) : (
        <Disclosure title={t('shared.all-fields')} look="band">
          <AllFields />
        </Disclosure>
      )}
    </div>
  );
}

function AllFields() {
  return (
    <SharedTable
      label={t('shared.all-fields')}
      valueTitle={t('shared.column.values')}
      groups={allFields().map(({ group, fields }) => ({
        group,
        rows: fields.map((info) => ({ path: info.path, value: possibleValues(info.type), info })),
      }))}
    />
  );
}

/** What the list below is: what was collected, or what a Yes would share. */
function lead(batches: readonly SharedBatch[], status: ProgramStatus | undefined): string {
  const waiting = new Set(batches.filter(({ state }) => state === 'waiting').map(({ session }) => session)).size;
  if (status?.level === 'off') {
    if (waiting > 0) return t('shared.lead.off-waiting');
    return t(mayAsk(status.reason) ? 'shared.lead.ask' : 'shared.lead.off');
  }
  return batches.length === 0
    ? t('shared.empty')
    : t('shared.lead.on', { waiting: tn('shared.lead.waiting', waiting) });
}
