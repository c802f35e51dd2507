import { type ReactNode, useEffect, useRef, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { flushSync } from 'react-dom';
import { Modal } from '../../../ui/design/index.ts';
import { swallowed } from '../../core/debug.ts';
import type { ProgramStatus } from '../../core/ipc/program.ts';
import { currentLocale } from '../../core/texts/catalogues.ts';
import { bridge } from '../bridge.ts';
import { type Answer, useAnswer } from './answer.tsx';
import { ConsentPopup } from './consent-popup.tsx';
import { DiagnosticsDialog } from './diagnostics-dialog.tsx';
import type { ClientDialog, DialogName } from './dialog-queue.ts';
import { openDialog, tellDialogs, useDialogQueue } from './dialog-store.ts';
import { ProgramDialog } from './program-dialog.tsx';
import type { SuggestedSettings } from './setting-remedy.tsx';
import { mayAsk } from './state-sentence.ts';
import { freshSuggestions, SuggestionsDialog } from './suggestions-dialog.tsx';
import { UserDataDialog } from './user-data-dialog.tsx';
import { WhatIsShared } from './what-is-shared.tsx';
import './program.css';

const sizes = {
  consent: 'regular',
  program: 'regular',
  'what-is-shared': 'wide',
  'user-data': 'wide',
  diagnostics: 'wide',
  suggestions: 'regular',
} as const satisfies Record<ClientDialog, string>;

/** A dialog of the product's own, shown in the same queue: never two modals at once. */
export interface OwnDialog {
  readonly size: 'narrow' | 'regular' | 'wide';
  readonly render: (close: () => void) => ReactNode;
}

const close = () => tellDialogs({ type: 'close' });
const see = () => openDialog('what-is-shared');
const seeUserData = () => openDialog('user-data');
const seeProgram = () => openDialog('program');

interface ProgramDialogsProps {
  /** The product's own dialogs, by the name under which `openDialog` opens them. */
  readonly own?: Readonly<Record<string, OwnDialog>>;
  /** Runs a command of the product's that was suggested; no dialog is open any more. */
  readonly onCommand?: (command: string) => void;
  /** What a suggestion can set of the product's settings; without it one is said in words alone. */
  readonly settings?: SuggestedSettings;
}

/** The dialogs of the program, and the product's own. Rendered once in each window; their buttons are never usage. */
export function ProgramDialogs({ own = {}, onCommand, settings }: ProgramDialogsProps) {
  const { stack } = useDialogQueue();
  const status = useProgramStatus();
  const known = status.answer.state === 'ready' ? status.answer.value : undefined;
  const front = stack.at(-1);
  const run = (command: string) => {
    // A command may open a dialog or move the focus: this one must be gone before.
    flushSync(close);
    onCommand?.(command);
  };
  const content = (dialog: DialogName): ReactNode => {
    switch (dialog) {
      case 'consent':
        return known && <ConsentPopup status={known} onClose={close} onSee={see} />;
      case 'program':
        return <ProgramDialog status={status} onClose={close} onSee={see} onSeeUserData={seeUserData} />;
      case 'what-is-shared':
        return <WhatIsShared status={known} returns={stack.length > 1} onClose={close} />;
      case 'user-data':
        return <UserDataDialog onClose={close} />;
      case 'diagnostics':
        return <DiagnosticsDialog onClose={close} />;
      case 'suggestions':
        return <SuggestionsDialog onClose={close} onProgram={seeProgram} onCommand={run} settings={settings} />;
      default:
        return own[dialog]?.render(close);
    }
  };
  return (
    <I18nProvider locale={currentLocale()}>
      <Modal isOpen={front !== undefined} size={sizeOf(front, own)} onEscape={close}>
        {stack.map((dialog) => (
          <Layer key={dialog} isFront={dialog === front}>
            {content(dialog)}
          </Layer>
        ))}
      </Modal>
    </I18nProvider>
  );
}

function sizeOf(dialog: DialogName | undefined, own: Readonly<Record<string, OwnDialog>>): OwnDialog['size'] {
  if (dialog === undefined) return 'regular';
  return Object.hasOwn(sizes, dialog) ? sizes[dialog as ClientDialog] : (own[dialog]?.size ?? 'regular');
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

const askStatus = () => bridge().invoke('program.status');

/**
 * The state of the program, kept current, and the moment at which the popup may show. The popup is not shown
 * before its facts are known, nor when they cannot be read: nobody can agree to what is not said.
 */
function useProgramStatus(): { readonly answer: Answer<ProgramStatus>; readonly reload: () => void } {
  const { answer, reload } = useAnswer(askStatus);
  const [changed, setChanged] = useState<ProgramStatus | null>(null);
  const [asked, setAsked] = useState(false);
  useEffect(
    () =>
      bridge().on('program.changed', (status) => {
        setChanged(status);
        if (!mayAsk(status.reason)) {
          setAsked(false);
          tellDialogs({ type: 'decided' });
        }
      }),
    [],
  );
  useEffect(() => bridge().on('program.suggested', ({ fresh }) => freshSuggestions.set(fresh)), []);
  useEffect(() => {
    const stop = bridge().on('program.ask', () => {
      setAsked(true);
      reload();
    });
    bridge()
      .invoke('program.listening')
      .catch((error: unknown) => {
        swallowed('ipc', 'listening', error);
        // Not asked then; the Help dialog can be opened all the same.
      });
    return stop;
  }, [reload]);
  const status = changed ?? (answer.state === 'ready' ? answer.value : null);
  useEffect(() => {
    if (!asked || !status) return;
    setAsked(false);
    if (mayAsk(status.reason)) tellDialogs({ type: 'asked' });
  }, [asked, status]);
  return { answer: status ? { state: 'ready', value: status } : answer, reload };
}
