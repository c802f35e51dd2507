import { ChevronLeft, ChevronRight, type LucideIcon, PanelRight, Pause, Play, RefreshCw } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { type CommandId, findCommand } from '../../app/commands/catalogue.ts';
import { formatShortcut } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import { IconButton } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { isTextField } from '../commands/keyboard.ts';
import { SearchBox } from '../search/search-box.tsx';
import { useModel } from '../state/model.ts';
import './toolbar.css';

/** Left and right lead from button to button, as in any toolbar; inside the search field they move the caret. */
function moveBetweenButtons(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined || isTextField(event.target)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled, [tabindex="-1"])')];
  const at = buttons.indexOf(event.target as HTMLElement);
  // In the builder arrows are those of its own controls.
  if (at < 0 || event.defaultPrevented) return;
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
      <SearchBox />
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

interface CommandButtonProps {
  readonly command: CommandId;
  readonly icon: LucideIcon;
  /** Stands for the command's title, when that would mislead in the present state. */
  readonly label?: string;
  /** Drawn as pressed while the command is ticked. */
  readonly toggle?: boolean;
}

/** A toolbar button for a command of the catalogue, enabled and ticked as the menu says. */
function CommandButton({ command, icon, label, toggle = false }: CommandButtonProps) {
  const { commandState, dispatch, platform } = useModel();
  const disabled = useStore(commandState, (state) => state.disabled.has(command));
  const checked = useStore(commandState, (state) => state.checked.has(command));
  const shortcut = findCommand(command)?.shortcut;
  return (
    <IconButton
      icon={icon}
      label={label ?? t(`command.${command}`)}
      shortcut={shortcut && formatShortcut(shortcut, platform)}
      isDisabled={disabled}
      {...(toggle ? { 'aria-pressed': checked } : {})}
      onPress={() => dispatch(command, 'button')}
    />
  );
}
