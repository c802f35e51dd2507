import { protect } from '../privacy/protect.ts';
import { layoutOf } from '../rollups/cube-kinds.ts';
import type { NamedCell } from './cells.ts';
import { type AnswerRow, type Asking, cellsOf, type Rows } from './question.ts';
import { itemOf } from './questions/tables.ts';

/** Null where it is withheld. */
export interface ReceivedOf {
  readonly received: number | null;
  readonly expected: number | null;
}

/** What the figures of an answer rest on: of its range, product and filters, protected as its rows are. */
export interface Completeness {
  /** By their numbers, which an installation counts (rollups/expected.ts); … */
  readonly sessions: ReceivedOf;
  /** … and the parts of those that were received. */
  readonly parts: ReceivedOf;
  /** What is missing, by reason, most first; of reasons that may be shown. */
  readonly lost: readonly { readonly reason: string; readonly lost: number }[];
}

/** What it is told from. */
export const COMPLETENESS_KINDS = ['sessions', 'expected', 'lost', 'missing'] as const;

/** The layout with which all was there that it is told from. */
export const COMPLETENESS_SINCE = layoutOf(COMPLETENESS_KINDS);

/** Completeness as a table: what was lost and what is missing by reason, and how much was received of what was expected. */
export interface CompletenessRows extends Rows {
  readonly rows: readonly (AnswerRow & { readonly reason: string; readonly lost: number })[];
  readonly summary: AnswerRow & { readonly sessions: ReceivedOf; readonly parts: ReceivedOf };
}

export async function completenessRows(asking: Asking): Promise<CompletenessRows> {
  const { k } = asking.rules;
  const cells = await cellsOf(asking, { kinds: COMPLETENESS_KINDS });
  const rows: { reason: string; lost: number; installations: number }[] = [];
  for (const cell of cells.filter(({ kind }) => kind === 'lost' || kind === 'missing')) {
    const [reason = ''] = cell.item;
    const shown = protect(cell, k, itemOf(cell, cell));
    if (typeof shown === 'object') rows.push({ reason, lost: shown.sum, installations: shown.installations });
  }
  // By what is shown: the order of what is not would tell of the noise.
  rows.sort((a, b) => b.lost - a.lost || (a.reason < b.reason ? -1 : 1));
  const sum = (kind: NamedCell['kind'], item = '') => {
    const cell = cells.find((one) => one.kind === kind && one.item.join() === item);
    // That there is none is told where everything is.
    if (!cell) return k === 1 ? 0 : null;
    const shown = protect(cell, k, itemOf(cell, cell));
    return typeof shown === 'object' ? shown.sum : null;
  };
  return {
    rows,
    summary: {
      sessions: { received: sum('sessions'), expected: sum('expected', 'sessions') },
      parts: { received: sum('expected', 'received parts'), expected: sum('expected', 'parts') },
    },
  };
}

/** The same as it stands beside an answer. */
export async function completenessOf(asking: Asking): Promise<Completeness> {
  const { rows, summary } = await completenessRows(asking);
  const lost = rows.map(({ reason, lost: its }) => ({ reason, lost: its }));
  return { ...summary, lost };
}
