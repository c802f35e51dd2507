import type { GridState } from '../../app/grid/grid-state.ts';
import { t } from '../../app/messages/index.ts';
import { ContextMenu, type MenuListEntry, type MenuPoint } from '../menu-bar/menu-list.tsx';
import { canGroup, type GridColumn } from './grid-column.ts';
import {
  defaultColumns,
  expandAll,
  groupBy,
  moveColumn,
  orderedColumns,
  sortBy,
  toggleColumn,
  toggleSort,
  toggleTree,
} from './state-changes.ts';

interface HeadMenuProps {
  readonly at: MenuPoint;
  /** The column on whose head it was asked for; `null` for the button, which is about all of them. */
  readonly column: GridColumn | null;
  readonly columns: readonly GridColumn[];
  /** The columns that are drawn. */
  readonly drawn: readonly GridColumn[];
  readonly state: GridState;
  readonly onState: (next: GridState) => void;
  readonly canTree: boolean;
  readonly canGroup: boolean;
  readonly onFit: (columns: readonly GridColumn[]) => void;
  readonly onClose: () => void;
}

interface Choice {
  readonly label: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly act: () => void;
}

/** The menu of the heads: what to do with one column, which are shown, and how the list is laid out. */
export function HeadMenu(props: HeadMenuProps) {
  const { at, column, onClose } = props;
  const groups = [
    ...(column ? columnChoices(props, column) : []),
    layoutChoices(props),
    shownChoices(props),
    wholeChoices(props),
  ];
  const choices = groups.filter((group) => group.length > 0);
  const entries = choices.flatMap((group, number): MenuListEntry[] => [
    ...(number > 0 ? [{ kind: 'separator' } as const] : []),
    ...group.map(({ label, enabled = true, checked }, place) => ({
      kind: 'item' as const,
      id: `${number}.${place}`,
      label,
      enabled,
      checked,
    })),
  ]);
  return (
    <ContextMenu
      label={column ? t('grid.column-menu', { column: column.title }) : t('grid.columns')}
      entries={entries}
      at={at}
      onAction={(id) => {
        const [number, place] = id.split('.').map(Number);
        choices[number ?? 0]?.[place ?? 0]?.act();
      }}
      onClose={onClose}
    />
  );
}

function columnChoices(props: HeadMenuProps, column: GridColumn): readonly (readonly Choice[])[] {
  const { columns, drawn, state, onState, onFit } = props;
  const [first] = state.sort;
  const sorted = (descending: boolean) =>
    state.sort.length === 1 && first?.column === column.id && first.descending === descending;
  const at = drawn.indexOf(column);
  const move = (to: GridColumn | undefined) => to && onState(moveColumn(state, columns, column.id, to.id));
  const sort: readonly Choice[] = [
    {
      label: t('grid.sort-ascending'),
      checked: sorted(false),
      act: () => onState(sortBy(state, column.id, false)),
    },
    {
      label: t('grid.sort-descending'),
      checked: sorted(true),
      act: () => onState(sortBy(state, column.id, true)),
    },
    {
      label: t('grid.sort-add'),
      enabled: state.sort.length > 0 && !state.sort.some((by) => by.column === column.id),
      act: () => onState(toggleSort(state, column, 'add')),
    },
  ];
  const group: readonly Choice[] =
    props.canGroup && canGroup(column)
      ? [
          {
            label: t('grid.group', { column: column.title }),
            checked: state.group === column.id,
            act: () => onState(groupBy(state, state.group === column.id ? null : column.id)),
          },
        ]
      : [];
  const place: readonly Choice[] = [
    { label: t('grid.fit'), act: () => onFit([column]) },
    { label: t('grid.move-left'), enabled: at > 0, act: () => move(drawn[at - 1]) },
    { label: t('grid.move-right'), enabled: at < drawn.length - 1, act: () => move(drawn[at + 1]) },
    {
      label: t('grid.hide-column', { column: column.title }),
      enabled: !column.names,
      act: () => onState(toggleColumn(state, column, drawn)),
    },
  ];
  return [sort, group, place];
}

/** Tree, groups and totals, of a list that is known as a whole. */
function layoutChoices({ state, onState, ...props }: HeadMenuProps): readonly Choice[] {
  if (!props.canTree && !props.canGroup) return [];
  const tree = state.tree && state.group === null;
  const treeChoices: readonly Choice[] = [
    { label: t('grid.tree'), checked: tree, act: () => onState(toggleTree(state)) },
    {
      label: t('grid.subtotals'),
      enabled: tree,
      checked: tree && state.subtotals,
      act: () => onState({ ...state, subtotals: !state.subtotals }),
    },
  ];
  const levels = tree || state.group !== null;
  return [
    ...(props.canTree ? treeChoices : []),
    ...(props.canGroup && state.group !== null
      ? [{ label: t('grid.ungroup'), act: () => onState(groupBy(state, null)) }]
      : []),
    { label: t('grid.expand-all'), enabled: levels, act: () => onState(expandAll(state, true)) },
    { label: t('grid.collapse-all'), enabled: levels, act: () => onState(expandAll(state, false)) },
    { label: t('grid.totals'), checked: state.totals, act: () => onState({ ...state, totals: !state.totals }) },
  ];
}

/** Every column with a tick where it is shown. */
function shownChoices({ columns, drawn, state, onState }: HeadMenuProps): readonly Choice[] {
  return orderedColumns(state, columns).map((column) => ({
    label: column.title,
    enabled: !column.names,
    checked: drawn.includes(column),
    act: () => onState(toggleColumn(state, column, drawn)),
  }));
}

/** What is done to all columns at once. */
function wholeChoices({ drawn, state, onState, onFit }: HeadMenuProps): readonly Choice[] {
  return [
    { label: t('grid.fit-all'), act: () => onFit(drawn) },
    { label: t('grid.default-columns'), act: () => onState(defaultColumns(state)) },
  ];
}
