import { swallowed } from 'candor-client/core';
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import { t, tn } from '../../app/messages/index.ts';
import type { Row } from '../../app/query/query.ts';
import { type CopyFormat, copyAs } from './copy-rows.ts';
import type { GridColumn } from './grid-column.ts';
import type { GridHandle, GridProps } from './grid-props.ts';
import { noteText } from './note.ts';
import type { RowView } from './row-source.ts';
import type { RowSelection } from './selection.ts';
import { loadFailed } from './use-grid-actions.ts';

interface CommandParts extends Pick<GridProps, 'source' | 'host' | 'context' | 'query' | 'copied'> {
  readonly handle: GridProps['handle'];
  readonly element: RefObject<HTMLElement | null>;
  readonly view: RowView;
  readonly columns: readonly GridColumn[];
  readonly selection: RowSelection;
  readonly setSelection: (selection: RowSelection) => void;
  readonly nameOf: (row: Row) => string;
  readonly requestFocus: () => void;
  readonly openColumns: () => void;
}

/** Copy and Select All, as commands of the window and of whoever shows the list. */
export function useGridCommands(parts: CommandParts): void {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  const { host, element } = parts;

  const commands = useRef<GridHandle>({
    copy: (format) => copySelected(latest.current, format),
    selectAll: () => selectAll(latest.current),
    focus: () => latest.current.requestFocus(),
    chooseColumns: () => latest.current.openColumns(),
  });
  useImperativeHandle(parts.handle, () => commands.current, []);

  useEffect(() => {
    if (!element.current) return;
    const { copy, selectAll: all } = commands.current;
    return host.targets.register({ element: element.current, copy: () => copy('text'), copyAs: copy, selectAll: all });
  }, [host, element]);
}

function copySelected(parts: CommandParts, format: CopyFormat): void {
  const { source, host, view, columns, context, query, selection, copied, nameOf } = parts;
  const chosen = [...selection.keys].filter((key) => view.indexOf(key) >= 0);
  const focused = selection.focused !== null && view.indexOf(selection.focused) >= 0 ? [selection.focused] : [];
  const keys = new Set(chosen.length > 0 ? chosen : focused);
  source.rows(keys).then(
    (rows) => {
      const [first] = rows;
      if (!first) return host.say(t('grid.copy-nothing'));
      const text = copyAs(format, rows, columns, query ? { ...context, query } : context);
      if (text === '') return host.say(t('grid.copy-no-query'));
      // What is not to be seen as selected is named.
      const one = chosen.length === 0 && rows.length === 1;
      const objects = rows.filter((row) => noteText(row) === null).length;
      const many = objects > 0 ? copied(objects) : tn('grid.copied-notes', rows.length);
      host.copy(text, one ? t('grid.copied-row', { name: noteText(first) ?? nameOf(first) }) : many);
    },
    (error: unknown) => {
      swallowed('ipc', 'load-rows', error);
      loadFailed(host);
    },
  );
}

function selectAll({ source, host, view, selection, setSelection }: CommandParts): void {
  const last = view.total - 1;
  const known = view.keysIn(0, last);
  if (known) {
    setSelection({ ...selection, keys: new Set(known) });
    return;
  }
  source.load(0, last).then(
    () => setSelection({ ...selection, keys: new Set(source.get().keysIn(0, last)) }),
    (error: unknown) => {
      swallowed('ipc', 'load-rows', error);
      loadFailed(host);
    },
  );
}
