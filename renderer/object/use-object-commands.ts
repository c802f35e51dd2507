import { useEffect, useRef } from 'react';
import { t } from '../../app/messages/index.ts';
import { findField } from '../../app/query/fields.ts';
import { formatQuery, formatTerm } from '../../app/query/format.ts';
import type { ObjectType, Query, Row, Term } from '../../app/query/query.ts';
import { useStore } from '../../ui/state/store.ts';
import { type LocalActions, offer } from '../commands/local-commands.ts';
import { useOpenFolder } from '../detail/parts.tsx';
import { cellValue, type GridColumn } from '../grid/grid-column.ts';
import { useModel } from '../state/model.ts';
import { goToQuery } from '../state/navigation.ts';
import type { Result } from '../state/results.ts';
import { investigationsOf, queryOf, termOf, withTerm } from './object-queries.ts';
import { useShown } from './shown.ts';
import { shownQuery } from './shown-query.ts';
import { processesOf, processKeyOf } from './use-objects.ts';

/** The cell that a menu was asked for on. */
export interface Cell {
  readonly row: Row;
  readonly column: GridColumn;
}

/** What opens over the list. */
export type ObjectSheet =
  | { readonly kind: 'end'; readonly force: boolean }
  | { readonly kind: 'investigate' }
  | { readonly kind: 'quick-look' };

interface CommandParts {
  readonly type: ObjectType;
  /** The selected rows, as far as they are known. */
  readonly rows: readonly Row[];
  /** The cell that filters are made of now. */
  readonly cell: () => Cell | null;
  readonly open: (sheet: ObjectSheet) => void;
}

/** Offers the commands of the Object menu for what is selected, each only while it would do something. */
export function useObjectCommands(parts: CommandParts): void {
  const { local, trail, results, copy, lists, notice } = useModel();
  const shown = useShown();
  const openFolder = useOpenFolder();
  const latest = useRef({ ...parts, shown, openFolder });
  useEffect(() => {
    latest.current = { ...parts, shown, openFolder };
  });
  const { type, rows } = parts;
  const [only] = rows.length === 1 ? rows : [];
  const running = useStore(lists.processes, ({ byKey }) => processesOf(type, rows, byKey).length > 0);
  const folderKey = useStore(lists.processes, ({ byKey }) => {
    const process = only && byKey.get(processKeyOf(type, only) ?? '');
    return process && typeof process['path'] === 'string' ? process.key : null;
  });
  const any = rows.length > 0;
  const leads = only !== undefined && investigationsOf(type, only).length > 0;
  const filters = only !== undefined;

  useEffect(() => {
    const filter = (wrap: (term: Term) => Term) => {
      const cell = latest.current.cell();
      const term = cell && cellTerm(latest.current.type, cell);
      if (!term) return notice.set({ tone: 'ok', text: t('object.none') });
      const text = searchWith(results.get(), wrap(term));
      trail.update((now) => goToQuery(now, text, now.here.selection));
    };
    const run: LocalActions['run'] = {
      ...(any && {
        'object.quick-look': () => latest.current.open({ kind: 'quick-look' }),
        'object.copy-query': () => {
          const { type: now, rows: selected, shown: how } = latest.current;
          const query = queryOfRows(now, selected);
          if (query) copy(shownQuery(formatQuery(query), now, how), t('object.copied-query'));
        },
      }),
      ...(folderKey !== null && { 'object.open-folder': () => latest.current.openFolder(folderKey) }),
      ...(leads && { 'object.investigate': () => latest.current.open({ kind: 'investigate' }) }),
      ...(filters && {
        'object.filter-value': () => filter((term) => term),
        'object.exclude-value': () => filter((term) => ({ kind: 'not', term })),
      }),
      ...(running && {
        'object.end': () => latest.current.open({ kind: 'end', force: false }),
        'object.force-end': () => latest.current.open({ kind: 'end', force: true }),
      }),
    };
    return offer(local, { run });
  }, [local, trail, results, copy, notice, any, folderKey, leads, filters, running]);
}

/** The term that keeps the rows with the value of a cell; `null` where there is none. */
export function cellTerm(type: ObjectType, { row, column }: Cell): Term | null {
  const field = findField(type, column.id);
  return field ? termOf(field, cellValue(row, column)) : null;
}

/** The search shown with one more term. A text that cannot be read is kept as it is, with the term at its end. */
export function searchWith(
  { text, query, errors, type }: Pick<Result, 'text' | 'query' | 'errors' | 'type'>,
  term: Term,
): string {
  return errors.length > 0 ? `${text} ${formatTerm(type, term)}` : formatQuery(withTerm(query, term));
}

/** One search that finds all of these objects. */
export function queryOfRows(type: ObjectType, rows: readonly Row[]): Query | null {
  const queries = rows.map((row) => queryOf(type, row)).filter((query) => query !== null);
  const [first] = queries;
  if (!first || queries.length === 1) return first ?? null;
  const pids = rows.map((row) => row['pid']).filter((pid) => typeof pid === 'number');
  if (type === 'process' && pids.length === rows.length) {
    const operand = { kind: 'any', values: [...new Set(pids)] } as const;
    return { type, terms: [{ kind: 'field', field: 'pid', operator: ':', operand }], time: null, steps: [] };
  }
  // Of the minutes of a device each has a time of its own, and a search has one.
  if (type === 'device') return first;
  return { type, terms: [{ kind: 'or', alternatives: queries.map(({ terms }) => terms) }], time: null, steps: [] };
}
