import { useId, useState } from 'react';
import { type ClearSpan, clearSpans } from '../../app/finder/history.ts';
import { t } from '../../app/messages/index.ts';
import { Button, DialogFrame, Note, RadioGroup } from '../../ui/design/index.ts';
import { useModel } from '../state/model.ts';
import './settings.css';

type Clearing =
  | { readonly phase: 'question' | 'working' | 'failed' }
  | { readonly phase: 'done'; readonly span: ClearSpan };

/** Clears the history, or the newest of it: says what is lost, and the answer that loses nothing has the focus. */
export function ClearDialog({ onClose }: { readonly onClose: () => void }) {
  const { ask } = useModel();
  const [span, setSpan] = useState<ClearSpan>('hour');
  const [clearing, setClearing] = useState<Clearing>({ phase: 'question' });
  const clear = async () => {
    setClearing({ phase: 'working' });
    const { ok } = await ask({ ask: 'clear', span });
    setClearing(ok ? { phase: 'done', span } : { phase: 'failed' });
  };
  if (clearing.phase === 'done') return <Cleared span={clearing.span} onClose={onClose} />;
  const working = clearing.phase === 'working';
  return (
    <DialogFrame
      title={t('clear.title')}
      onClose={onClose}
      describedBy="clear-lost"
      failure={clearing.phase === 'failed' ? t('clear.failed') : undefined}
      foot={
        <>
          {working && (
            <p role="status" className="program-outcome">
              {t('clear.working')}
            </p>
          )}
          <Button autoFocus onPress={onClose}>
            {t('common.cancel')}
          </Button>
          <Button isDisabled={working} onPress={clear}>
            {t('clear.confirm')}
          </Button>
        </>
      }
    >
      <div className="program-stack">
        <RadioGroup
          label={t('clear.question')}
          options={clearSpans.map((value) => ({ value, label: t(`clear.${value}`) }))}
          value={span}
          onChange={setSpan}
          isDisabled={working}
        />
        <p id="clear-lost">
          {t(`clear.lost.${span}`)} <strong>{t('clear.final')}</strong>
        </p>
      </div>
    </DialogFrame>
  );
}

/** What became of it is read out with its button, and Enter closes. */
function Cleared({ span, onClose }: { readonly span: ClearSpan; readonly onClose: () => void }) {
  const outcome = useId();
  return (
    <DialogFrame
      title={t('clear.title')}
      onClose={onClose}
      foot={
        <Button autoFocus aria-describedby={outcome} onPress={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <div id={outcome} role="status">
        <Note tone="ok">{t(`clear.done.${span}`)}</Note>
      </div>
    </DialogFrame>
  );
}
