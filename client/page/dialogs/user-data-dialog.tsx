import { RefreshCw } from 'lucide-react';
import { useId, useState } from 'react';
import { Button, DialogFrame, IconButton, Note } from '../../../ui/design/index.ts';
import type { ShownLookup } from '../../core/ipc/program.ts';
import { t, tn } from '../../core/texts/index.ts';
import { Failure, useSave } from './answer.tsx';
import { formatUtcDay } from './format.ts';
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
      return <Found {...answer} />;
    case 'cancelled':
      return <Failure text={t('user-data.cancelled.fetch')} retry={ask} />;
    default:
      return <Failure text={t('user-data.unreachable.fetch')} retry={ask} />;
  }
}

function Found({ batches, lookups, complete }: Extract<FetchState, { status: 'found' }>) {
  const installations = byInstallation(batches);
  return (
    <div className="program-stack">
      <p>{complete ? tn('user-data.found', batches.length) : t('user-data.found.more', { count: batches.length })}</p>
      {lookups && <Lookups lookups={lookups} />}
      {installations.map((one, index) => (
        <Installation key={one.installation} of={one} isNamed={installations.length > 1} isFirst={index === 0} />
      ))}
    </div>
  );
}

/** Who else looked at it, as far as the person is told: on which day, in which role. */
function Lookups({ lookups }: { readonly lookups: readonly ShownLookup[] }) {
  const title = useId();
  if (lookups.length === 0) return <p className="program-aside">{t('user-data.lookups.none')}</p>;
  return (
    <section aria-labelledby={title}>
      <h3 id={title}>{t('user-data.lookups')}</h3>
      <p className="program-aside">{t('user-data.lookups.why')}</p>
      <ul>
        {lookups.map(({ day, role }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: several of a day are alike, and none ever moves.
          <li key={index}>{t(`user-data.lookup.${role}`, { day: formatUtcDay(day) })}</li>
        ))}
      </ul>
    </section>
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
