import { ChevronLeft, ChevronRight, PanelRight, Pause, Play, RefreshCw } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { t } from '../../app/messages/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { isTextField } from '../commands/keyboard.ts';
import { useModel } from '../state/model.ts';
import { CommandButton } from './command-button.tsx';
import { SearchField } from './search-field.tsx';
import './toolbar.css';

/** Left and right lead from button to button, as in any toolbar; inside the search field they move the caret. */
function moveBetweenButtons(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined || isTextField(event.target)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const at = buttons.indexOf(event.target as HTMLElement);
  buttons[at + step]?.focus();
}

/** Where one is, the search field, and the commands used most. On macOS the window's own buttons stand in it. */
export function Toolbar() {
  const { trail, feed } = useModel();
  const view = useStore(trail, (now) => now.here.view);
  const paused = useStore(feed.paused);
  return (
    <div role="toolbar" aria-label={t('shell.toolbar')} className="toolbar" onKeyDown={moveBetweenButtons}>
      <div className="toolbar-start">
        <CommandButton command="go.back" icon={ChevronLeft} />
        <CommandButton command="go.forward" icon={ChevronRight} />
        <h1 className="toolbar-title">{t(`command.go.${view}`)}</h1>
      </div>
      <SearchField />
      <div className="toolbar-end">
        <CommandButton command="view.refresh" icon={RefreshCw} />
        <CommandButton
          command="view.pause-live"
          icon={paused ? Play : Pause}
          label={t(paused ? 'toolbar.resume' : 'command.view.pause-live')}
        />
        <CommandButton command="view.toggle-detail" icon={PanelRight} toggle />
      </div>
    </div>
  );
}
