import { TriangleAlert, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../../app/messages/index.ts';
import { Button, IconButton } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

/** What a person must know before trusting what the window shows: the engine is not there, or history was lost. */
export function Banner() {
  return (
    <>
      <EngineBanner />
      <SetAsideBanner />
    </>
  );
}

/** Says that the Finder engine does not work, and what is done about it; gone as soon as it works. */
function EngineBanner() {
  const { feed, live, device, notice } = useModel();
  const engine = useStore(live, (state) => state.engine);
  const before = useRef(engine);
  useEffect(() => {
    const came = before.current !== 'running' && engine === 'running';
    before.current = engine;
    if (came) notice.set({ tone: 'ok', text: t('engine.back') });
  }, [engine, notice]);
  if (engine === 'running') return null;
  const again = () => {
    feed.retry();
    if (device.get().status === 'failed') device.read();
  };
  return (
    <div className="shell-banner" role="alert">
      <TriangleAlert className="ui-icon" aria-hidden />
      <p>{t(`engine.${engine}`)}</p>
      {engine === 'stopped' && <Button onPress={again}>{t('engine.start-again')}</Button>}
    </div>
  );
}

/** Says that part of the history could not be read, until somebody has seen it. */
function SetAsideBanner() {
  const { feed } = useModel();
  const files = useStore(feed.setAside);
  if (files.length === 0) return null;
  return (
    <div className="shell-banner" role="alert">
      <TriangleAlert className="ui-icon" aria-hidden />
      <p>{t('engine.set-aside', { files: files.join(', ') })}</p>
      <IconButton icon={X} label={t('common.close')} onPress={() => feed.setAside.set([])} />
    </div>
  );
}
