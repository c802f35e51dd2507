import { type RefObject, useEffect, useRef } from 'react';
import type { GridState } from '../../app/grid/grid-state.ts';
import { type LocalActions, offer } from '../commands/local-commands.ts';
import type { GridHandle } from '../grid/grid-props.ts';
import { useModel } from '../state/model.ts';
import type { ListSource } from './use-list-source.ts';

interface CommandParts {
  readonly handle: RefObject<GridHandle | null>;
  readonly list: ListSource;
  readonly state: GridState;
}

/** Offers the commands that set up a list and copy from it, while it is shown. */
export function useListCommands(parts: CommandParts): void {
  const { local } = useModel();
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  const { list, state } = parts;
  const { canTree } = list;
  const levels = (canTree && state.tree) || state.group !== null;
  const tree = canTree && state.tree;
  useEffect(() => {
    const change = (patch: Partial<GridState>) => latest.current.list.state.update((now) => ({ ...now, ...patch }));
    const copy = (format: Parameters<GridHandle['copy']>[0]) => () => latest.current.handle.current?.copy(format);
    const run: LocalActions['run'] = {
      'view.columns': () => latest.current.handle.current?.chooseColumns(),
      'edit.copy-as-csv': copy('csv'),
      'edit.copy-as-json': copy('json'),
      'edit.copy-as-query': copy('query'),
      ...(canTree && {
        'view.tree': () => latest.current.list.state.update((now) => ({ ...now, tree: !now.tree, group: null })),
      }),
      ...(levels && {
        'view.expand-all': () => change({ expanded: { all: true, except: [] } }),
        'view.collapse-all': () => change({ expanded: { all: false, except: [] } }),
      }),
    };
    return offer(local, { run, ...(tree ? { checked: ['view.tree'] } : {}) });
  }, [local, canTree, levels, tree]);
}
