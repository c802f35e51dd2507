import { type CommandId, findCommand } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { ContextMenu, commandItem, type MenuListEntry, type MenuPoint } from '../menu-bar/menu-list.tsx';
import { useModel } from '../state/model.ts';
import { columnTitle, processColumns } from './columns.ts';
import { defaultTableState } from './sort.ts';

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

interface ColumnsMenuProps {
  readonly at: MenuPoint;
  readonly onClose: () => void;
}

/** Chooses the columns that are shown. */
export function ColumnsMenu({ at, onClose }: ColumnsMenuProps) {
  const { table } = useModel();
  const { columnVisibility } = useStore(table);
  const isShown = (id: string) => columnVisibility[id] !== false;
  const entries: readonly MenuListEntry[] = [
    ...processColumns.map(
      ({ id, names }) => ({ kind: 'item', id, label: columnTitle(id), enabled: !names, checked: isShown(id) }) as const,
    ),
    { kind: 'separator' },
    { kind: 'item', id: 'default', label: t('processes.reset-columns'), enabled: true },
  ];
  const act = (id: string) =>
    table.update((now) =>
      id === 'default'
        ? { ...defaultTableState, sorting: now.sorting }
        : { ...now, columnVisibility: { ...now.columnVisibility, [id]: !isShown(id) } },
    );
  return <ContextMenu label={t('processes.columns')} entries={entries} at={at} onAction={act} onClose={onClose} />;
}
