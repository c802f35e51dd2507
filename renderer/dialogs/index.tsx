import { Failure, InstallationId, Loading, type OwnDialog, SupportLink, useAnswer } from 'candor-client/page';
import type { Platform } from '../../app/commands/shortcut.ts';
import { finder } from '../../app/finder/product.ts';
import { t } from '../../app/messages/index.ts';
import { DialogFrame } from '../../ui/design/index.ts';
import { ClearDialog } from '../settings/clear-dialog.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** The Finder's own dialogs, by the names under which its commands open them. */
export const finderDialogs = (platform: Platform): Readonly<Record<string, OwnDialog>> => ({
  about: { size: 'narrow', render: (close) => <AboutDialog onClose={close} /> },
  shortcuts: { size: 'wide', render: (close) => <ShortcutsDialog platform={platform} onClose={close} /> },
  settings: { size: 'regular', render: (close) => <SettingsDialog onClose={close} /> },
  'clear-history': { size: 'narrow', render: (close) => <ClearDialog onClose={close} /> },
});

const askInfo = () => window.candor.invoke('app.info');

/** What this is, which version, and the ID that support asks for. */
function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const { answer, reload } = useAnswer(askInfo);
  return (
    <DialogFrame title={t('about.title', { product: finder.name })} onClose={onClose}>
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('about.failed')} retry={reload} />}
      {answer.state === 'ready' && (
        <div className="program-stack">
          <div>
            <p>{t('about.version', { version: answer.value.version })}</p>
            <p className="program-aside">
              {t('about.runtime', { electron: answer.value.electron, chromium: answer.value.chromium })}
            </p>
          </div>
          <section className="program-identity">
            <h3>{t('about.installation')}</h3>
            <InstallationId id={answer.value.installation} />
          </section>
          {answer.value.supportLink !== undefined && <SupportLink link={answer.value.supportLink} />}
          <p className="program-aside">{t('about.licence')}</p>
          <p className="program-aside">{t('look.typeface')}</p>
        </div>
      )}
    </DialogFrame>
  );
}
