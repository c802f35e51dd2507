import type { RefObject } from 'react';
import { type CommandId, findCommand } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';
import type { CopyFormat } from '../grid/copy-rows.ts';
import type { GridHandle } from '../grid/grid-props.ts';
import { ContextMenu, commandItem, type MenuListEntry, type MenuPoint } from '../menu-bar/menu-list.tsx';
import { useModel } from '../state/model.ts';

const formats = ['csv', 'json', 'query'] as const satisfies readonly CopyFormat[];

interface ProcessMenuProps {
  readonly at: MenuPoint;
  readonly handle: RefObject<GridHandle | null>;
  readonly onClose: () => void;
}

/** The context menu of the rows: commands of the catalogue, dispatched as from any menu, and the other ways to copy. */
export function ProcessMenu({ at, handle, onClose }: ProcessMenuProps) {
  const { dispatch, platform, commandStateNow } = useModel();
  const { checked } = commandStateNow();
  const item = (id: CommandId): readonly MenuListEntry[] => {
    const command = findCommand(id);
    const tick = command?.kind ? checked.has(id) : undefined;
    return command ? [commandItem({ command, enabled: true, checked: tick }, platform)] : [];
  };
  const entries: readonly MenuListEntry[] = [
    ...item('edit.copy'),
    ...formats.map((format) => ({ kind: 'item', id: format, label: t(`grid.copy.${format}`), enabled: true }) as const),
    { kind: 'separator' },
    ...item('edit.select-all'),
    ...item('view.toggle-detail'),
  ];
  return (
    <ContextMenu
      label={t('processes.row-menu')}
      entries={entries}
      at={at}
      onAction={(id) => {
        const format = formats.find((known) => known === id);
        if (format) handle.current?.copy(format);
        else dispatch(id as CommandId, 'menu');
      }}
      onClose={onClose}
    />
  );
}
