import { type CommandId, findCommand } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';
import { commandItem } from '../menu-bar/command-item.ts';
import { ContextMenu, type MenuPoint } from '../menu-bar/context-menu.tsx';
import { useModel } from '../state/model.ts';

const offered: readonly CommandId[] = ['edit.copy', 'edit.select-all', 'view.toggle-detail'];

interface RowMenuProps {
  readonly at: MenuPoint;
  readonly onClose: () => void;
}

/** The context menu of the rows: commands of the catalogue, dispatched as from any menu. */
export function RowMenu({ at, onClose }: RowMenuProps) {
  const { dispatch, platform, commandStateNow } = useModel();
  const { checked } = commandStateNow();
  const entries = offered.flatMap((id) => {
    const command = findCommand(id);
    const tick = command?.kind ? checked.has(id) : undefined;
    return command ? [commandItem({ command, enabled: true, checked: tick }, platform)] : [];
  });
  return (
    <ContextMenu
      label={t('processes.row-menu')}
      entries={entries}
      at={at}
      onAction={(id) => dispatch(id as CommandId, 'menu')}
      onClose={onClose}
    />
  );
}
