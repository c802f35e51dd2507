import { EyeOff } from 'lucide-react';
import { Button } from 'react-aria-components';
import { t } from '../../app/messages/index.ts';
import { Tooltip } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';
import './redact-note.css';

/** Says that what is shown is redacted, wherever one is; pressing it ends that. Nothing while it is not. */
export function RedactNote() {
  const { settings, dispatch } = useModel();
  const redact = useStore(settings, (now) => now.redact);
  if (!redact) return null;
  return (
    <Tooltip text={t('redact.on.more')}>
      <Button className="redact-note" onPress={() => dispatch('view.redact', 'button')}>
        <EyeOff className="redact-icon" aria-hidden />
        {t('redact.on')}
      </Button>
    </Tooltip>
  );
}
