import { X } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../app/messages/index.ts';
import { IconButton, Note } from '../../ui/design/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

/** Long enough to read three words, in milliseconds. */
const SHOWN_MS = 2500;

/** What came of the last thing that was done, above the path bar. What went wrong stays until it is closed. */
export function NoticeLine() {
  const { notice } = useModel();
  const shown = useStore(notice);
  useEffect(() => {
    if (shown?.tone !== 'ok') return;
    const timer = setTimeout(() => notice.set(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [notice, shown]);
  return (
    <div className="shell-notice-place" role="status">
      {shown && (
        <div className="shell-notice">
          <Note tone={shown.tone}>{shown.text}</Note>
          {shown.tone === 'danger' && (
            <IconButton icon={X} label={t('common.close')} onPress={() => notice.set(null)} />
          )}
        </div>
      )}
    </div>
  );
}
