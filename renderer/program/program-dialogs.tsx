import { type ReactNode, useEffect, useRef } from 'react';
import type { Platform } from '../../app/commands/shortcut.ts';
import { Modal } from '../design/index.ts';
import { AboutDialog } from './about-dialog.tsx';
import { ConsentPopup } from './consent-popup.tsx';
import { DiagnosticsDialog } from './diagnostics-dialog.tsx';
import type { DialogName } from './dialog-queue.ts';
import { openProgramDialog, tellDialogs, useDialogQueue } from './dialog-store.ts';
import { HeldDialog } from './held-dialog.tsx';
import { ProgramDialog } from './program-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { useProgramStatus } from './use-program-status.ts';
import { WhatIsShared } from './what-is-shared.tsx';
import './program.css';

const sizes = {
  consent: 'regular',
  program: 'regular',
  'what-is-shared': 'wide',
  held: 'wide',
  diagnostics: 'wide',
  about: 'narrow',
  shortcuts: 'wide',
} as const satisfies Record<DialogName, string>;

const close = () => tellDialogs({ type: 'close' });
const see = () => openProgramDialog('what-is-shared');
const seeHeld = () => openProgramDialog('held');

/** The dialogs of the program and of Help. Rendered once in each window; their buttons are never usage. */
export function ProgramDialogs({ platform }: { readonly platform: Platform }) {
  const { stack } = useDialogQueue();
  const status = useProgramStatus();
  const known = status.answer.state === 'ready' ? status.answer.value : undefined;
  const front = stack.at(-1);
  const content = (dialog: DialogName): ReactNode => {
    switch (dialog) {
      case 'consent':
        return known && <ConsentPopup status={known} onClose={close} onSee={see} />;
      case 'program':
        return <ProgramDialog status={status} onClose={close} onSee={see} onSeeHeld={seeHeld} />;
      case 'what-is-shared':
        return <WhatIsShared status={known} returns={stack.length > 1} onClose={close} />;
      case 'held':
        return <HeldDialog onClose={close} />;
      case 'diagnostics':
        return <DiagnosticsDialog onClose={close} />;
      case 'about':
        return <AboutDialog onClose={close} />;
      case 'shortcuts':
        return <ShortcutsDialog platform={platform} onClose={close} />;
    }
  };
  return (
    <Modal isOpen={front !== undefined} size={front ? sizes[front] : 'regular'} onEscape={close}>
      {stack.map((dialog) => (
        <Layer key={dialog} isFront={dialog === front}>
          {content(dialog)}
        </Layer>
      ))}
    </Modal>
  );
}

/** A dialog with another over it keeps its state and, when it comes back, its focus. */
function Layer({ isFront, children }: { readonly isFront: boolean; readonly children: ReactNode }) {
  const layer = useRef<HTMLDivElement>(null);
  const focused = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const element = layer.current;
    const remember = (event: FocusEvent) => {
      if (event.target instanceof HTMLElement) focused.current = event.target;
    };
    element?.addEventListener('focusin', remember);
    return () => element?.removeEventListener('focusin', remember);
  }, []);
  useEffect(() => {
    if (isFront) focused.current?.focus();
  }, [isFront]);
  return (
    <div ref={layer} className="program-layer" hidden={!isFront}>
      {children}
    </div>
  );
}
