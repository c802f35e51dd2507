import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button, DialogFrame, IconButton, Note } from '../../../ui/design/index.ts';
import type { SharedBatch } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { Failure } from './answer-states.tsx';
import { byInstallation, type HeldInstallation } from './held-model.ts';
import { SharedSession } from './shared-session.tsx';
import { type Held, useHeld } from './use-held.ts';
import { useSave } from './use-save.ts';

/** Sessions that are drawn at once, per installation: more make a window slow, and few look at more. */
const SHOWN = 20;

/** What the collector holds of this app, as it answered: opened by a click, asked for once, and again only by a click. */
export function HeldDialog({ onClose }: { readonly onClose: () => void }) {
  const { held, ask, cancel } = useHeld();
  const { save, outcome } = useSave('program.save-held');
  return (
    <DialogFrame
      title={t('held.title')}
      onClose={onClose}
      closeLabel={t('common.back')}
      tools={held.status !== 'asking' && <IconButton icon={RefreshCw} label={t('common.refresh')} onPress={ask} />}
      failure={outcome === 'failed' ? t('held.save-failed') : undefined}
      foot={
        <>
          {outcome === 'saved' && <span role="status">{t('held.saved')}</span>}
          {held.status === 'held' && <Button onPress={save}>{t('held.save')}</Button>}
          {held.status === 'asking' && <Button onPress={cancel}>{t('common.cancel')}</Button>}
          <Button onPress={onClose}>{t('common.back')}</Button>
        </>
      }
    >
      <Contents held={held} ask={ask} />
    </DialogFrame>
  );
}

function Contents({ held, ask }: { readonly held: Held; readonly ask: () => void }) {
  switch (held.status) {
    case 'asking':
      return <p role="status">{t('held.asking')}</p>;
    case 'nothing':
      return (
        <div role="status">
          <Note tone="muted">{t('held.nothing')}</Note>
        </div>
      );
    case 'unknown':
      return (
        <div role="status">
          <Note tone="danger">{t('held.unknown')}</Note>
        </div>
      );
    case 'held':
      return <Found batches={held.batches} isComplete={held.complete} />;
    case 'cancelled':
      return <Failure text={t('held.cancelled.fetch')} retry={ask} />;
    default:
      return <Failure text={t('held.unreachable.fetch')} retry={ask} />;
  }
}

function Found({ batches, isComplete }: { readonly batches: readonly SharedBatch[]; readonly isComplete: boolean }) {
  const installations = byInstallation(batches);
  return (
    <div className="program-stack">
      <p>{isComplete ? tn('held.found', batches.length) : t('held.found.more', { count: batches.length })}</p>
      {installations.map((one, index) => (
        <Installation key={one.installation} of={one} isNamed={installations.length > 1} isFirst={index === 0} />
      ))}
    </div>
  );
}

interface InstallationProps {
  readonly of: HeldInstallation;
  /** There are several, so this one says which it is. */
  readonly isNamed: boolean;
  readonly isFirst: boolean;
}

function Installation({ of: { installation, sessions }, isNamed, isFirst }: InstallationProps) {
  const [shown, setShown] = useState(SHOWN);
  const hidden = sessions.length - shown;
  return (
    <>
      {isNamed && <p className="program-aside program-breakable">{t('held.installation', { installation })}</p>}
      {sessions.slice(0, shown).map((session, index) => (
        <SharedSession key={session.key} session={session} isExpanded={isFirst && index === 0} />
      ))}
      {hidden > 0 && (
        <div className="program-actions">
          <Button onPress={() => setShown(shown + SHOWN)}>{t('held.older', { count: Math.min(hidden, SHOWN) })}</Button>
        </div>
      )}
    </>
  );
}
