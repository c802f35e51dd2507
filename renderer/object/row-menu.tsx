import { type CommandId, findCommand } from '../../app/commands/catalogue.ts';
import { t } from '../../app/messages/index.ts';
import type { ObjectType } from '../../app/query/query.ts';
import { cellText, maskedText } from '../grid/cell-text.ts';
import { type CellContext, cellValue } from '../grid/grid-column.ts';
import { ContextMenu, commandItem, type MenuListEntry, type MenuPoint } from '../menu-bar/menu-list.tsx';
import { useModel } from '../state/model.ts';
import { isAmount } from './object-queries.ts';
import { useShown } from './shown.ts';
import { type Cell, cellTerm } from './use-object-commands.ts';

/** Commands by group; a line stands between two groups. */
const offered: readonly (readonly CommandId[])[] = [
  ['object.quick-look', 'object.investigate', 'object.open-folder'],
  ['object.filter-value', 'object.exclude-value'],
  ['edit.copy', 'edit.copy-as-csv', 'edit.copy-as-json', 'object.copy-query'],
  ['object.end', 'object.force-end'],
];

/** Characters of a value in the menu; the whole of it stands in the cell. */
const MAX_VALUE = 32;

interface RowMenuProps {
  readonly type: ObjectType;
  readonly at: MenuPoint;
  /** The cell that it was asked for on. */
  readonly cell: Cell | null;
  readonly onClose: () => void;
}

/** The context menu of the rows: commands of the catalogue, and filters made of the cell below the pointer. */
export function RowMenu({ type, at, cell, onClose }: RowMenuProps) {
  const { dispatch, platform, commandStateNow } = useModel();
  const { context } = useShown();
  const { disabled } = commandStateNow();
  const filters = cell !== null && cellTerm(type, cell) !== null;
  const value = filters && cell ? shortened(valueText(cell, context)) : '';
  const least = cell !== null && isAmount(cell.column);
  const titles: Partial<Record<CommandId, string>> = {
    'object.filter-value': least ? t('object.filter-least', { value }) : t('object.filter', { value }),
    'object.exclude-value': least ? t('object.exclude-least', { value }) : t('object.exclude', { value }),
  };
  const groups = offered.map((ids) =>
    ids.flatMap((id): MenuListEntry[] => {
      const command = findCommand(id);
      const made = id === 'object.filter-value' || id === 'object.exclude-value';
      if (!command || (made && !filters)) return [];
      const item = commandItem({ command, enabled: !disabled.has(id), checked: undefined }, platform);
      return [{ ...item, label: titles[id] ?? item.label }];
    }),
  );
  const entries = groups
    .filter((group) => group.length > 0)
    .flatMap((group, index): MenuListEntry[] => (index === 0 ? group : [{ kind: 'separator' }, ...group]));
  return (
    <ContextMenu
      label={t('object.menu')}
      entries={entries}
      at={at}
      onAction={(id) => dispatch(id as CommandId, 'menu')}
      onClose={onClose}
    />
  );
}

/** A text as it is, without what stands beside it in the cell; a figure or a word as the cell has it. */
function valueText({ column, row }: Cell, context: CellContext): string {
  const value = cellValue(row, column);
  if (typeof value === 'string' && column.names) return maskedText(value, column, context);
  return cellText(column, row, context);
}

function shortened(value: string): string {
  const characters = [...value];
  return characters.length > MAX_VALUE ? `${characters.slice(0, MAX_VALUE - 1).join('')}…` : value;
}
