import { useMemo, useRef } from 'react';
import type { GridState } from '../../app/grid/grid-state.ts';
import type { GridColumn } from './grid-column.ts';
import { drawnWidths, visibleColumns } from './state-changes.ts';
import { useTokenPixels } from './use-token-pixels.ts';

/** The columns that are drawn, and how wide each is. */
export function useDrawnColumns(state: GridState, columns: readonly GridColumn[], width: number) {
  const edge = useTokenPixels('--space-2');
  const tools = useTokenPixels('--control');
  const room = width - edge - tools;
  const fitting = useMemo(() => visibleColumns(state, columns, room), [state, columns, room]);
  // While a width is dragged the columns are the same, and so are the rows.
  const kept = useRef(fitting);
  const drawn = sameColumns(kept.current, fitting) ? kept.current : fitting;
  kept.current = drawn;
  return useMemo(() => {
    const widths = drawnWidths(state, drawn, room);
    return { drawn, widths, style: gridStyle(state, drawn, widths) };
  }, [drawn, state, room]);
}

function sameColumns(a: readonly GridColumn[], b: readonly GridColumn[]): boolean {
  return a.length === b.length && a.every((column, index) => column === b[index]);
}

/**
 * Widths as CSS. A column that grows takes what is left over, else the last one of texts, unless its width was chosen;
 * figures never do, because at the right of an empty half of a window nobody finds them.
 */
function gridStyle(state: GridState, drawn: readonly GridColumn[], widths: ReadonlyMap<string, number>) {
  const free = drawn.filter(({ id, numeric }) => !numeric && state.widths[id] === undefined);
  const grows = free.findLast((column) => column.grows) ?? free.at(-1);
  const tracks = drawn.map((column) => {
    const width = widths.get(column.id) ?? column.width;
    return column === grows ? `minmax(${width}px, 1fr)` : `${width}px`;
  });
  const sum = [...widths.values()].reduce((total, width) => total + width, 0);
  return { '--grid-tracks': tracks.join(' '), '--grid-width': `${sum}px` };
}
