import type { LucideIcon } from 'lucide-react';
import { type CommandId, findCommand } from '../../app/commands/catalogue.ts';
import { formatShortcut } from '../../app/commands/shortcut.ts';
import { t } from '../../app/messages/index.ts';
import { IconButton } from '../../ui/design/controls.tsx';
import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

interface CommandButtonProps {
  readonly command: CommandId;
  readonly icon: LucideIcon;
  /** Stands for the command's title, when that would mislead in the present state. */
  readonly label?: string;
  /** Drawn as pressed while the command is ticked. */
  readonly toggle?: boolean;
}

/** A toolbar button for a command of the catalogue, enabled and ticked as the menu says. */
export function CommandButton({ command, icon, label, toggle = false }: CommandButtonProps) {
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
