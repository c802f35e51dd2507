import { useAnswer } from 'candor-client/page';
import { useCallback, useEffect } from 'react';
import { t } from '../../app/messages/index.ts';
import { historyLimits } from '../../app/settings.ts';
import { CheckBox, DialogFrame, Disclosure, Note } from '../../ui/design/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import { ExcludedPrograms } from './excluded-programs.tsx';
import { KeptHistory } from './kept-history.tsx';
import { NumberSetting } from './number-setting.tsx';
import './settings.css';

/** What people set beside how the window looks: what is recorded, and when, and what it may take. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <DialogFrame title={t('settings.title')} onClose={onClose}>
      <div className="settings">
        <RecordSettings />
        <Limits />
        <ExcludedPrograms />
        <KeptHistory />
        <Lifetime />
      </div>
    </DialogFrame>
  );
}

function RecordSettings() {
  const { settings, product } = useModel();
  const history = useStore(settings, (now) => now.history);
  const keepRecording = useStore(settings, (now) => now.keepRecording);
  return (
    <section className="settings-part" aria-labelledby="settings-history">
      <h3 id="settings-history">{t('settings.history')}</h3>
      <CheckBox label={t('settings.record')} isOn={history} onChange={(isOn) => settings.change({ history: isOn })}>
        {t(history ? 'settings.record.note' : 'settings.record.off')}
      </CheckBox>
      <CheckBox
        label={t('settings.keep', { product })}
        isOn={keepRecording === 'on'}
        onChange={(isOn) => settings.change({ keepRecording: isOn ? 'on' : 'off' })}
        isDisabled={!history}
      >
        {t('settings.keep.note')}
      </CheckBox>
      {history && keepRecording === 'on' && <LoginNote />}
    </section>
  );
}

/** Says when the system does not start the app at login, and why. */
function LoginNote() {
  const { api } = useModel();
  const { answer, reload } = useAnswer(useCallback(() => api.invoke('recording.status'), [api]));
  // What was changed in the system's own settings is seen when somebody comes back from them.
  useEffect(() => {
    window.addEventListener('focus', reload);
    return () => window.removeEventListener('focus', reload);
  }, [reload]);
  const atLogin = answer.state === 'ready' ? answer.value.atLogin : 'on';
  if (atLogin === 'on') return null;
  return <Note tone={atLogin === 'failed' ? 'danger' : 'muted'}>{t(`settings.login.${atLogin}`)}</Note>;
}

function Limits() {
  const { settings } = useModel();
  const days = useStore(settings, (now) => now.historyDays);
  const megabytes = useStore(settings, (now) => now.historyMegabytes);
  const memory = useStore(settings, (now) => now.historyMemory);
  return (
    <div className="settings-part">
      <div className="settings-limits">
        <NumberSetting
          label={t('settings.days')}
          value={days}
          limits={historyLimits.days}
          step={1}
          onChange={(historyDays) => settings.change({ historyDays })}
        />
        <NumberSetting
          label={t('settings.megabytes')}
          value={megabytes}
          limits={historyLimits.megabytes}
          step={20}
          onChange={(historyMegabytes) => settings.change({ historyMegabytes })}
        />
        <NumberSetting
          label={t('settings.memory')}
          value={memory}
          limits={historyLimits.memory}
          step={32}
          onChange={(historyMemory) => settings.change({ historyMemory })}
        />
      </div>
      <p className="program-aside">{t('settings.limits')}</p>
    </div>
  );
}

/** What becomes of the history when recording, the app or the computer's copy of it ends. */
function Lifetime() {
  const { product } = useModel();
  return (
    <Disclosure title={t('settings.lifetime')}>
      <ul className="program-list">
        <li>{t('settings.lifetime.off')}</li>
        <li>{t('settings.lifetime.closed', { product })}</li>
        <li>{t('settings.lifetime.uninstall', { product })}</li>
        <li>{t('settings.lifetime.files')}</li>
      </ul>
    </Disclosure>
  );
}
