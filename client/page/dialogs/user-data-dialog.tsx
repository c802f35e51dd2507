import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button, DialogFrame, IconButton, Note } from '../../../ui/design/index.ts';
import type { ShownBatch } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { Failure, useSave } from './answer.tsx';
import { byInstallation, type UserDataInstallation } from './shown-model.ts';
import { ShownSession } from './shown-session.tsx';
import { type FetchState, useUserData } from './use-user-data.ts';

/** Sessions that are drawn at once, per installation: more make a window slow, and few look at more. */
const SHOWN = 20;

/** What the collector holds of this app, as it answered: opened by a click, asked for once, and again only by a click. */
export function UserDataDialog({ onClose }: { readonly onClose: () => void }) {
  const { answer, ask, cancel } = useUserData();
  const { save, outcome } = useSave('program.save-user-data');
  return (
    <DialogFrame
      title={t('user-data.title')}
      onClose={onClose}
      closeLabel={t('common.back')}
      tools={answer.status !== 'asking' && <IconButton icon={RefreshCw} label={t('common.refresh')} onPress={ask} />}
      failure={outcome === 'failed' ? t('user-data.save-failed') : undefined}
      foot={
        <>
          {outcome === 'saved' && <span role="status">{t('user-data.saved')}</span>}
          {answer.status === 'found' && <Button onPress={save}>{t('user-data.save')}</Button>}
          {answer.status === 'asking' && <Button onPress={cancel}>{t('common.cancel')}</Button>}
          <Button onPress={onClose}>{t('common.back')}</Button>
        </>
      }
    >
      <Contents answer={answer} ask={ask} />
    </DialogFrame>
  );
}

function Contents({ answer, ask }: { readonly answer: FetchState; readonly ask: () => void }) {
  switch (answer.status) {
    case 'asking':
      return <p role="status">{t('user-data.asking')}</p>;
    case 'nothing':
      return (
        <div role="status">
          <Note tone="muted">{t('user-data.nothing')}</Note>
        </div>
      );
    case 'unknown':
      return (
        <div role="status">
          <Note tone="danger">{t('user-data.unknown')}</Note>
        </div>
      );
    case 'found':
      return <Found batches={answer.batches} isComplete={answer.complete} />;
    case 'cancelled':
      return <Failure text={t('user-data.cancelled.fetch')} retry={ask} />;
    default:
      return <Failure text={t('user-data.unreachable.fetch')} retry={ask} />;
  }
}

function Found({ batches, isComplete }: { readonly batches: readonly ShownBatch[]; readonly isComplete: boolean }) {
  const installations = byInstallation(batches);
  return (
    <div className="program-stack">
      <p>{isComplete ? tn('user-data.found', batches.length) : t('user-data.found.more', { count: batches.length })}</p>
      {installations.map((one, index) => (
        <Installation key={one.installation} of={one} isNamed={installations.length > 1} isFirst={index === 0} />
      ))}
    </div>
  );
}

interface InstallationProps {
  readonly of: UserDataInstallation;
  /** There are several, so this one says which it is. */
  readonly isNamed: boolean;
  readonly isFirst: boolean;
}

function Installation({ of: { installation, sessions }, isNamed, isFirst }: InstallationProps) {
  const [shown, setShown] = useState(SHOWN);
  const hidden = sessions.length - shown;
  return (
    <>
      {isNamed && <p className="program-aside program-breakable">{t('user-data.installation', { installation })}</p>}
      {sessions.slice(0, shown).map((session, index) => (
        <ShownSession key={session.key} session={session} isExpanded={isFirst && index === 0} />
      ))}
      {hidden > 0 && (
        <div className="program-actions">
          <Button onPress={() => setShown(shown + SHOWN)}>
            {t('user-data.older', { count: Math.min(hidden, SHOWN) })}
          </Button>
        </div>
      )}
    </>
  );
}
