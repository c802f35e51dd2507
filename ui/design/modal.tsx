import type { ReactNode } from 'react';
import { Modal as AriaModal, ModalOverlay } from 'react-aria-components';

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
