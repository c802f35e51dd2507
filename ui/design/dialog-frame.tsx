import { t } from 'candor-client/core';
import { ChevronDown, X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { Modal as AriaModal, Dialog, Heading, ModalOverlay } from 'react-aria-components';
import { IconButton } from './controls.tsx';
import { Note } from './note.tsx';

interface DialogFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  /** What closing means, when it is not just closing. */
  readonly closeLabel?: string;
  /** Id of the element that describes the dialog to screen readers. */
  readonly describedBy?: string;
  /** `text` puts the focus on the text, where no key presses anything. */
  readonly focus?: 'dialog' | 'text';
  /** While true, neither the pointer nor the keyboard reaches the close button and the foot. */
  readonly guarded?: boolean;
  /** Controls beside the title. */
  readonly tools?: ReactNode;
  readonly foot?: ReactNode;
  /** What went wrong with the last press of a button in the foot; shown beside the buttons, always in sight. */
  readonly failure?: string | undefined;
  readonly children: ReactNode;
}

/** A dialog: head with title and close button, a body that scrolls when it must, a foot with the buttons. */
export function DialogFrame(props: DialogFrameProps) {
  const { title, onClose, closeLabel = t('common.close'), describedBy, focus = 'dialog', guarded = false } = props;
  const content = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { overflows, hasMoreBelow } = useOverflow(body);
  useEffect(() => {
    if (focus === 'text') content.current?.focus({ preventScroll: true });
  }, [focus]);
  return (
    <Dialog className="ui-dialog" {...(describedBy ? { 'aria-describedby': describedBy } : {})}>
      <header className="ui-dialog-head">
        <Heading slot="title" className="ui-dialog-title">
          {title}
        </Heading>
        {props.tools}
        <span inert={guarded}>
          <IconButton icon={X} label={closeLabel} shortcut={t('common.key-escape')} onPress={onClose} />
        </span>
      </header>
      <div className="ui-dialog-scroll">
        <div
          ref={body}
          className="ui-dialog-body"
          {...(overflows ? { role: 'group', 'aria-label': title, tabIndex: 0 } : {})}
        >
          <div ref={content} className="ui-dialog-content" tabIndex={-1}>
            {props.children}
          </div>
        </div>
        {hasMoreBelow && <div className="ui-dialog-fade" aria-hidden />}
      </div>
      {/* It has a line of its own, also at the end of the text: over the text it would hide what it speaks of. */}
      {overflows && !props.foot && <div className="ui-dialog-below">{hasMoreBelow && <MoreBelow />}</div>}
      {props.foot && (
        <footer className="ui-dialog-foot" inert={guarded}>
          {hasMoreBelow && !props.failure && <MoreBelow />}
          {props.failure && (
            <div className="ui-dialog-failure">
              <Note tone="danger">{props.failure}</Note>
            </div>
          )}
          {props.foot}
        </footer>
      )}
    </Dialog>
  );
}

/** Says that the text goes on. For eyes alone: a screen reader reads on whether it is in sight or not. */
function MoreBelow() {
  return (
    <span className="ui-dialog-more" aria-hidden>
      <ChevronDown className="ui-icon" />
      <span>{t('common.more-below')}</span>
    </span>
  );
}

interface ModalProps {
  readonly isOpen: boolean;
  readonly size: 'narrow' | 'regular' | 'wide';
  /** Escape was pressed. A click beside the dialog does nothing: it is too easily an accident. */
  readonly onEscape: () => void;
  readonly children: ReactNode;
}

/**
 * The plane that dialogs stand on. One plane serves dialogs that follow each other, so that focus goes back to where
 * it was before the first of them.
 */
export function Modal({ isOpen, size, onEscape, children }: ModalProps) {
  return (
    <ModalOverlay className="ui-overlay" isOpen={isOpen} onOpenChange={(open) => !open && onEscape()}>
      <AriaModal className="ui-modal" data-size={size}>
        {children}
      </AriaModal>
    </ModalOverlay>
  );
}

interface Overflow {
  /** It has more to show than fits, so that the keyboard must be able to scroll it. */
  readonly overflows: boolean;
  /** Some of it is still below what is seen. */
  readonly hasMoreBelow: boolean;
}

const none: Overflow = { overflows: false, hasMoreBelow: false };

/** Less than this is a fraction of a line and no text, in pixels. */
const SLACK = 4;

/** Whether an element shows all of its content, kept current while that changes or is scrolled. */
function useOverflow(element: RefObject<HTMLElement | null>): Overflow {
  const [overflow, setOverflow] = useState(none);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => {
      const { scrollTop, scrollHeight, clientHeight, scrollWidth, clientWidth } = target;
      const overflows = scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1;
      const hasMoreBelow = scrollHeight - clientHeight - scrollTop > SLACK;
      setOverflow((known) =>
        known.overflows === overflows && known.hasMoreBelow === hasMoreBelow ? known : { overflows, hasMoreBelow },
      );
    };
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    for (const child of target.children) observer.observe(child);
    target.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      target.removeEventListener('scroll', measure);
    };
  }, [element]);
  return overflow;
}
