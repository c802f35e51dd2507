import { t } from '../../app/messages/index.ts';
import type { Row, Value } from '../../app/query/query.ts';
import { displayText } from '../../app/text/display.ts';
import {
  byteRate,
  bytes,
  count,
  type Measure,
  measureText,
  percent,
  shortMoment,
  span,
  wholePercent,
} from '../../ui/format/format.ts';
import { MASK, maskText } from '../redact/redact.ts';
import { type CellContext, cellValue, type GridColumn, isMissing } from './grid-column.ts';

/** Number and unit of a cell, or its text; `null` when the value is not known. */
export function cellMeasure(column: GridColumn, row: Row, context: CellContext): Measure | null {
  const value = cellValue(row, column);
  if (isMissing(value, column)) return null;
  if (column.format) return column.format(value, row, context);
  return measureOf(value, column, context);
}

/** What a cell says, in one line. */
export function cellText(column: GridColumn, row: Row, context: CellContext): string {
  const measure = cellMeasure(column, row, context);
  return measure ? measureText(measure) : column.missing(row);
}

/** A value in the format of the column's kind. */
function measureOf(value: Value, column: GridColumn, context: CellContext): Measure | null {
  if (typeof value === 'number') return numberMeasure(value, column, context);
  if (typeof value === 'boolean') return text(t(value ? 'grid.yes' : 'grid.no'));
  return value === null ? null : text(maskedText(value, column, context));
}

function numberMeasure(value: number, column: GridColumn, { today }: CellContext): Measure {
  switch (column.kind) {
    case 'percent':
      // Of a sum over many processes the tenth says nothing, and the column has no room for it.
      return value < 999.95 ? percent(value) : wholePercent(value);
    case 'bytes':
      return bytes(value);
    case 'rate':
      return byteRate(value);
    case 'duration':
      return text(span(value));
    case 'moment':
      return text(shortMoment(value, today));
    default:
      return text(column.identifier ? String(value) : count(value));
  }
}

/** A text as it may be shown and copied: what cannot be seen is made visible. A choice is a word of ours and names nobody. */
export function maskedText(value: string, column: GridColumn, { redact, names }: CellContext): string {
  if (value === '' || column.kind === 'choice') return value;
  if (redact && column.sensitive) return MASK;
  const shown = displayText(value);
  return redact ? maskText(shown, names) : shown;
}

const text = (value: string): Measure => ({ value, unit: '' });

/** Characters of the end that stay in sight of a text that is cut in the middle. */
const TAIL = 24;
/** An end that begins at a separator may be this long: the whole name of a file says more than a part of it. */
const LONGEST_TAIL = 40;

/**
 * A text in the two parts between which it is cut when it is too long: the second always stays. The end of a path is its
 * last name. A text that is short is one part.
 */
export function cutInMiddle(whole: string): readonly [head: string, tail: string] {
  if (whole.length <= TAIL) return [whole, ''];
  const separator = Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\'));
  const atName = separator > 0 && whole.length - separator <= LONGEST_TAIL && whole.length - separator > 1;
  const at = atName ? separator : characterStart(whole, whole.length - TAIL);
  return [whole.slice(0, at), whole.slice(at)];
}

const continues = /^(?:[\uDC00-\uDFFF]|\u200D|\p{M})/u;

/** The nearest place before `at` where a character begins, so that none is cut in two. */
function characterStart(whole: string, at: number): number {
  let start = at;
  while (start > 0 && (continues.test(whole.charAt(start)) || whole.charAt(start - 1) === '\u200D')) start -= 1;
  return start;
}
