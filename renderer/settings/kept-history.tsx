import { Failure, Loading, openDialog, useAnswer } from 'candor-client/page';
import { useCallback, useEffect } from 'react';
import type { AnswerTo } from '../../app/finder/asking.ts';
import { t } from '../../app/messages/index.ts';
import { Button, CopyButton } from '../../ui/design/index.ts';
import { bytes, fullMoment, measureText } from '../../ui/format/format.ts';
import { useStore } from '../../ui/state/store.ts';
import { type Model, useModel } from '../state/model.ts';

/** What is kept changes while it is looked at, in milliseconds. */
const RELOAD_MS = 5000;

/** Asks what the history holds. @throws (rejects) when the engine does not answer. */
export async function askHistory(ask: Model['ask']): Promise<AnswerTo<'history'>> {
  const asked = await ask({ ask: 'history' });
  if (!asked.ok) throw new Error(`no answer about the history: ${asked.failure}`);
  return asked.value;
}

/** How large the history is now, since when it is kept, and where. */
export function KeptHistory() {
  const { ask } = useModel();
  const { answer, reload } = useAnswer(useCallback(() => askHistory(ask), [ask]));
  useEffect(() => {
    const timer = setInterval(reload, RELOAD_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <section className="settings-part" aria-labelledby="settings-kept">
      <h3 id="settings-kept">{t('settings.kept')}</h3>
      {answer.state === 'loading' && <Loading />}
      {answer.state === 'failed' && <Failure text={t('settings.kept.failed')} retry={reload} />}
      {answer.state === 'ready' && <Facts status={answer.value} />}
      <div className="program-actions">
        <Button onPress={() => openDialog('clear-history')}>{t('command.file.clear-history')}</Button>
      </div>
    </section>
  );
}

const MEBIBYTE = 1024 * 1024;

function Facts({ status: { size, from, folder, setAside } }: { readonly status: AnswerTo<'history'> }) {
  const { api, settings } = useModel();
  const megabytes = useStore(settings, (now) => now.historyMegabytes);
  return (
    <dl className="program-terms">
      <div>
        <dt>{t('settings.kept.size')}</dt>
        <dd>
          {t('settings.kept.size.of', {
            size: measureText(bytes(size)),
            most: measureText(bytes(megabytes * MEBIBYTE)),
          })}
        </dd>
      </div>
      <div>
        <dt>{t('settings.kept.from')}</dt>
        <dd>{from === null ? t('settings.kept.nothing') : fullMoment(from)}</dd>
      </div>
      <div>
        <dt>{t('settings.kept.folder')}</dt>
        <dd className="settings-folder">
          <span className="program-breakable">{folder}</span>
          <CopyButton label={t('settings.kept.copy')} copy={() => api.invoke('clipboard.copy', { text: folder })} />
        </dd>
      </div>
      {setAside.length > 0 && (
        <div>
          <dt>{t('settings.kept.set-aside')}</dt>
          <dd className="program-breakable">{setAside.join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}
