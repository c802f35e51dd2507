import { cellText } from './cell-text.ts';
import { type CellContext, type GridColumn, indentOf, namingColumn } from './grid-column.ts';
import type { RowView } from './row-source.ts';

/** Rows that are looked at: more than anybody sees at once, and few enough to take no time. */
const LOOKED_AT = 1000;

/** Pixels beside the text. */
interface CellSpace {
  /** At both sides of a cell together. */
  readonly padding: number;
  /** A twisty, and each level before it. */
  readonly twisty: number;
  /** The sort mark in the head. */
  readonly mark: number;
}

/** Measures a text in pixels, in the type of the rows or of the heads. */
type MeasureText = (text: string, place: 'row' | 'head') => number;

/** The width in which nothing of a column is cut, as far as its rows are loaded; from the given index on. */
export function fitWidth(
  column: GridColumn,
  columns: readonly GridColumn[],
  view: RowView,
  from: number,
  context: CellContext,
  measure: MeasureText,
  space: CellSpace,
): number {
  const twisties = view.levels && column === namingColumn(columns);
  let widest = measure(column.title, 'head') + space.mark;
  for (let index = Math.max(0, from); index < Math.min(view.total, from + LOOKED_AT); index += 1) {
    const entry = view.entry(index);
    if (entry?.kind !== 'row') continue;
    const indent = twisties ? (1 + indentOf(entry.level)) * space.twisty : 0;
    widest = Math.max(widest, measure(cellText(column, entry.row, context), 'row') + indent);
  }
  return Math.ceil(widest + space.padding);
}

/** Measures with the type that the list is drawn in, off the page: nothing of it is laid out anew. */
export function measureIn(list: HTMLElement): MeasureText {
  const canvas = document.createElement('canvas').getContext('2d');
  const fonts = { row: fontOf(list), head: fontOf(list.querySelector('.grid-heading') ?? list) };
  return (text, place) => {
    if (!canvas) return 0;
    if (canvas.font !== fonts[place]) canvas.font = fonts[place];
    return canvas.measureText(text).width;
  };
}

function fontOf(element: Element): string {
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
}
