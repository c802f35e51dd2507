import { RefreshCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Button, DialogFrame, Disclosure, IconButton, RadioGroup } from '../../../ui/design/index.ts';
import { type CollectingLevel, collectingLevels, covers } from '../../core/consent/levels.ts';
import type { DeletionRequest, ProgramStatus, UnsentAnswer } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';
import { Failure, Loading, useAnswer, useSave } from './answer.tsx';
import { possibleValues } from './field-texts.ts';
import { SentList } from './sent-list.tsx';
import { allFields, fieldsSentOn, type SessionOf, sessionsOf } from './shown-model.ts';
import { ShownTable, WhenExpanded } from './shown-parts.tsx';
import { ShownSession } from './shown-session.tsx';
import { sharedLead } from './state-sentence.ts';
import { DeletionControl, DeletionOutcome, useDeletion } from './unsent-deletion.tsx';
import { useUnsent } from './use-unsent.ts';

interface WhatIsSharedProps {
  /** `undefined` while it is not known. */
  readonly status: ProgramStatus | undefined;
  /** Opened from a dialog that holds a question, to which closing returns. */
  readonly returns: boolean;
  readonly onClose: () => void;
}

/** What is sent, decoded from the bytes themselves; while nothing is collected, an example, and every field that could be. */
export function WhatIsShared({ status, returns, onClose }: WhatIsSharedProps) {
  const { answer, reload, showOlder } = useUnsent();
  const { deletion, remove } = useDeletion(reload);
  const { save, outcome } = useSave('program.save-unsent');
  const close = returns ? t('common.back') : t('common.close');
  const hasData = answer.state === 'ready' && answer.value.batches.length > 0;
  return (
    <DialogFrame
      title={t('shared.title')}
      onClose={onClose}
      closeLabel={close}
      tools={<IconButton icon={RefreshCw} label={t('common.refresh')} onPress={reload} />}
      failure={outcome === 'failed' ? t('shared.save-failed') : undefined}
      foot={
        <>
          {outcome === 'saved' && <span role="status">{t('shared.saved')}</span>}
          {hasData && <Button onPress={save}>{t('shared.save')}</Button>}
          <Button onPress={onClose}>{close}</Button>
        </>
      }
    >
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('shared.failed')} retry={reload} />}
      {answer.state === 'ready' && (
        <div className="program-stack">
          <DeletionOutcome deletion={deletion} />
          <Contents shared={answer.value} status={status} onDelete={remove} onOlder={showOlder} />
        </div>
      )}
    </DialogFrame>
  );
}

interface ContentsProps {
  readonly shared: UnsentAnswer;
  readonly status: ProgramStatus | undefined;
  readonly onDelete: (request: DeletionRequest) => Promise<void>;
  readonly onOlder: () => void;
}

function Contents({ shared, status, onDelete, onOlder }: ContentsProps) {
  const sessions = sessionsOf(shared.batches);
  const current = sessions.filter(({ first }) => first.state === 'current');
  const waiting = sessions.filter(({ first }) => first.state !== 'current');
  const isExample = status?.level === 'off' && sessions.length === 0;
  return (
    <>
      <p>{sharedLead(shared, status)}</p>
      {current.map((session) => (
        <ShownSession key={session.key} session={session} isExpanded={waiting.length === 0} onDelete={onDelete} />
      ))}
      {waiting.length > 0 && <Waiting sessions={waiting} older={shared.older} onDelete={onDelete} onOlder={onOlder} />}
      {(shared.sent.length > 0 || status?.level !== 'off') && <SentList sent={shared.sent} />}
      {isExample && <ShownExample highest={status.highest} />}
      {sessions.length === 0 && !isExample ? (
        <AllFields today={status?.today} />
      ) : (
        <Disclosure title={t('shared.all-fields')} look="band">
          <WhenExpanded>
            <AllFields today={status?.today} />
          </WhenExpanded>
        </Disclosure>
      )}
    </>
  );
}

interface WaitingProps extends Pick<ContentsProps, 'onDelete' | 'onOlder'> {
  readonly sessions: readonly SessionOf[];
  readonly older: number;
}

/** Folded, so that all that waits is seen at a glance. */
function Waiting({ sessions, older, onDelete, onOlder }: WaitingProps) {
  return (
    <>
      <div className="shared-waiting">
        <h3>{t('shared.waiting-title')}</h3>
        {sessions.length > 1 && (
          <DeletionControl
            look="button"
            label={t('shared.delete.waiting')}
            title={t('shared.delete.waiting.title')}
            request={{ what: 'waiting' }}
            onDelete={onDelete}
          />
        )}
      </div>
      {sessions.map((session) => (
        <ShownSession key={session.key} session={session} isExpanded={false} onDelete={onDelete} />
      ))}
      {older > 0 && (
        <div className="program-actions">
          <Button onPress={onOlder}>{tn('shared.older', older)}</Button>
        </div>
      )}
    </>
  );
}

/** @param today UTC day; without it also what has expired is shown. */
function AllFields({ today }: { readonly today: string | undefined }) {
  return (
    <ShownTable
      label={t('shared.all-fields')}
      valueTitle={t('shared.column.values')}
      groups={(today === undefined ? allFields() : fieldsSentOn(today)).map(({ group, fields }) => ({
        group,
        rows: fields.map((info) => ({ path: info.path, value: possibleValues(info.path, info.type), info })),
      }))}
    />
  );
}

/**
 * What a Yes would share, with the values of this computer. What Enhanced adds is read from the system only once a person
 * chooses to see it here.
 */
function ShownExample({ highest }: { readonly highest: CollectingLevel }) {
  const [level, setLevel] = useState<CollectingLevel>('standard');
  const ask = useCallback(() => bridge().invoke('program.example', { level }), [level]);
  const { answer, reload } = useAnswer(ask);
  return (
    <section className="shared-example" aria-label={t('shared.example.title')}>
      <p className="program-aside">{t('shared.example.how')}</p>
      {covers(highest, 'enhanced') && (
        <RadioGroup
          label={t('shared.example.level')}
          options={collectingLevels.map((value) => ({
            value,
            label: t(`level.${value}`),
            ...(value === 'enhanced' ? { description: t('shared.example.enhanced') } : {}),
          }))}
          value={level}
          onChange={setLevel}
        />
      )}
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('shared.example.failed')} retry={reload} />}
      {answer.state === 'ready' &&
        sessionsOf([answer.value]).map((session) => <ShownSession key={session.key} session={session} isExpanded />)}
    </section>
  );
}
