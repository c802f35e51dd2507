import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect } from 'react';
import { t } from '../../app/messages/index.ts';
import type { ObjectType } from '../../app/query/query.ts';
import { DialogFrame, IconButton, Modal } from '../../ui/design/index.ts';
import { ObjectDetail } from '../detail/object-detail.tsx';
import { useModalWatch } from './modal-watch.ts';
import './object.css';

interface QuickLookProps {
  readonly type: ObjectType;
  readonly objectKey: string;
  readonly name: string;
  /** Place in the list, from 1, and how many there are. */
  readonly at: number;
  readonly count: number;
  /** Goes to the row above or below; the look moves with it. */
  readonly onStep: (step: -1 | 1) => void;
  readonly onClose: () => void;
}

/** The detail pane with more room, over the list: arrows go on from row to row, Space and Escape close it. */
export function QuickLook({ type, objectKey, name, at, count, onStep, onClose }: QuickLookProps) {
  useModalWatch();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      // A button that has the focus is pressed by Space, and closes nothing.
      const onControl = event.target instanceof Element && event.target.closest('button, a, [role="radio"]') !== null;
      const act = keys[event.key];
      if (!act || (event.key === ' ' && onControl)) return;
      event.preventDefault();
      event.stopPropagation();
      if (act === 'close') onClose();
      else onStep(act);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [onStep, onClose]);
  return (
    <Modal isOpen size="wide" onEscape={onClose}>
      <DialogFrame
        title={t('quick-look.title', { name })}
        onClose={onClose}
        focus="text"
        tools={
          <span className="quick-look-tools">
            {at > 0 && <span className="quick-look-place">{t('quick-look.place', { at, count })}</span>}
            <IconButton
              icon={ArrowUp}
              label={t('quick-look.previous')}
              isDisabled={at <= 1}
              onPress={() => onStep(-1)}
            />
            <IconButton
              icon={ArrowDown}
              label={t('quick-look.next')}
              isDisabled={at < 1 || at >= count}
              onPress={() => onStep(1)}
            />
          </span>
        }
      >
        <ObjectDetail key={objectKey} type={type} objectKey={objectKey} room="sheet" />
      </DialogFrame>
    </Modal>
  );
}

const keys: Readonly<Record<string, -1 | 1 | 'close'>> = { ArrowUp: -1, ArrowDown: 1, ' ': 'close' };
