import { TriangleAlert } from 'lucide-react';
import { t } from '../../app/messages/index.ts';
import { Button } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

/** Says that the Finder engine has stopped, and what to do; gone with the first sample that arrives. */
export function EngineBanner() {
  const { feed, device } = useModel();
  const retry = () => {
    feed.retry();
    if (device.get().status === 'failed') device.read();
  };
  const failed = useStore(feed.live, (live) => live.engineFailed);
  if (!failed) return null;
  return (
    <div className="shell-banner" role="alert">
      <TriangleAlert className="ui-icon" aria-hidden />
      <p>{t('banner.engine')}</p>
      <Button onPress={retry}>{t('banner.retry')}</Button>
    </div>
  );
}
