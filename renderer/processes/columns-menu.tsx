import { t } from '../../app/messages/index.ts';
import { useStore } from '../../ui/state/store.ts';
import { ContextMenu, type MenuPoint } from '../menu-bar/context-menu.tsx';
import type { MenuListEntry } from '../menu-bar/menu-list.tsx';
import { useModel } from '../state/model.ts';
import { columnTitle, processColumns } from './columns.ts';
import { defaultTableState } from './table-state.ts';

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
