import { Trash2 } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { Button, IconButton, Note } from '../../../ui/design/index.ts';
import { swallowed } from '../../core/debug.ts';
import type { DeletionAnswer, DeletionRequest } from '../../core/ipc/program.ts';
import { t } from '../../core/texts/index.ts';
import { bridge } from '../bridge.ts';

interface DeletionControlProps {
  readonly label: string;
  /** The question that follows. */
  readonly title: string;
  readonly request: DeletionRequest;
  readonly look: 'icon' | 'button';
  readonly onDelete: (request: DeletionRequest) => Promise<void>;
}

/** Deletes after one question: what is deleted cannot be brought back without keeping it. The focus is on the way out. */
export function DeletionControl({ label, title, request, look, onDelete }: DeletionControlProps) {
  const [state, setState] = useState<'idle' | 'confirming' | 'working' | 'kept'>('idle');
  // What is gone takes this control with it.
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  const remove = async () => {
    setState('working');
    await onDelete(request);
    if (isThere.current) setState('idle');
  };
  if (state === 'confirming') {
    return <Confirmation title={title} request={request} onKeep={() => setState('kept')} onDelete={remove} />;
  }
  if (state === 'working') return <p role="status">{t('shared.deleting')}</p>;
  const control = { onPress: () => setState('confirming'), autoFocus: state === 'kept' };
  return look === 'icon' ? (
    <IconButton icon={Trash2} label={label} {...control} />
  ) : (
    <Button {...control}>{label}</Button>
  );
}

interface ConfirmationProps {
  readonly title: string;
  readonly request: DeletionRequest;
  readonly onKeep: () => void;
  readonly onDelete: () => void;
}

function Confirmation({ title, request, onKeep, onDelete }: ConfirmationProps) {
  const [heading, text] = [useId(), useId()];
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => question.current?.scrollIntoView({ block: 'nearest' }), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups inputs, and these are a question and its answers.
    <div ref={question} role="group" aria-labelledby={heading} aria-describedby={text} className="program-confirm">
      <h4 id={heading}>{title}</h4>
      <p id={text}>
        {t(request.what === 'current' ? 'shared.delete.current.what' : 'shared.delete.waiting.what')}{' '}
        <strong>{t('shared.delete.final')}</strong>
      </p>
      <div className="program-actions">
        <Button autoFocus onPress={onKeep}>
          {t('shared.delete.keep')}
        </Button>
        <Button onPress={onDelete}>{t('shared.delete.confirm')}</Button>
      </div>
    </div>
  );
}

/** Takes the focus from what is gone, so that the outcome is read out and the keyboard goes on from here. */
export function DeletionOutcome({ deletion }: { readonly deletion: Deletion }) {
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (deletion.status !== 'none') outcome.current?.focus();
  }, [deletion]);
  if (deletion.status === 'none') return null;
  return (
    <div ref={outcome} tabIndex={-1}>
      {deletion.status === 'failed' ? (
        <Note tone="danger">{t('shared.deleted.failed')}</Note>
      ) : (
        <Note tone={deletion.answer.deleted && !deletion.answer.mayHaveArrived ? 'ok' : 'muted'}>
          {outcomeText(deletion)}
        </Note>
      )}
    </div>
  );
}

function outcomeText({ what, answer }: Extract<Deletion, { status: 'done' }>): string {
  if (!answer.deleted) return `${t('shared.deleted.nothing')} ${t('shared.deleted.erase')}`;
  if (answer.mayHaveArrived) return `${t('shared.deleted.may-have-arrived')} ${t('shared.deleted.erase')}`;
  return t(what === 'current' ? 'shared.deleted.current' : 'shared.deleted.waiting');
}

/** What came of the last deletion. */
type Deletion =
  | { readonly status: 'none' }
  | { readonly status: 'failed' }
  | { readonly status: 'done'; readonly what: DeletionRequest['what']; readonly answer: DeletionAnswer };

interface UsedDeletion {
  readonly deletion: Deletion;
  /** Resolves when it is done or has failed; never rejects. */
  readonly remove: (request: DeletionRequest) => Promise<void>;
}

/** Deletes what is not sent yet. @param onEnd called when something may be gone. */
export function useDeletion(onEnd: () => void): UsedDeletion {
  const [deletion, setDeletion] = useState<Deletion>({ status: 'none' });
  const remove = async (request: DeletionRequest) => {
    setDeletion({ status: 'none' });
    try {
      const answer = await bridge().invoke('program.delete-unsent', request);
      setDeletion({ status: 'done', what: request.what, answer });
    } catch (error) {
      swallowed('ipc', 'delete-shared', error);
      setDeletion({ status: 'failed' });
    }
    onEnd();
  };
  return { deletion, remove };
}
