/** What the search field is about when a key is pressed in it. */
export interface FieldState {
  readonly text: string;
  /** The list below it is shown. */
  readonly open: boolean;
  /** Lines that the list has, or would have. */
  readonly lines: number;
  /** One of them is chosen by the arrows. */
  readonly chosen: boolean;
}

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  /** An input method composes a character: the key is its own. */
  readonly isComposing: boolean;
}

export type FieldAction =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  /** Does what the chosen line says. */
  | 'choose'
  /** Makes the search. */
  | 'enter'
  | 'close'
  | 'clear'
  /** Leads to the first row of what was found. */
  | 'to-rows'
  /** Marks the pill before the caret, if there is one. */
  | 'mark-pill'
  | 'edit-value';

/**
 * What a key means in the search field; `null` leaves it to the field. Enter, Tab, Home and End belong to the list only
 * once a line of it is chosen: what was typed is never exchanged for something nobody chose.
 */
export function fieldAction(press: Press, state: FieldState): FieldAction | null {
  if (press.isComposing || press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return null;
  const listed = state.open && state.lines > 0;
  const chosen = listed && state.chosen;
  switch (press.key) {
    case 'ArrowDown':
      return listed || (state.text === '' && state.lines > 0) ? 'next' : 'to-rows';
    case 'ArrowUp':
      return listed ? 'previous' : null;
    case 'Home':
      return chosen ? 'first' : null;
    case 'End':
      return chosen ? 'last' : null;
    case 'Enter':
      return chosen ? 'choose' : 'enter';
    case 'Tab':
      return chosen ? 'choose' : null;
    case 'Escape':
      if (listed) return 'close';
      return state.text === '' ? null : 'clear';
    case 'Backspace':
      return 'mark-pill';
    case 'F2':
      return 'edit-value';
    default:
      return null;
  }
}

/** The line after a step up or down: past the last one is the field itself, and then the first. */
export function stepped(ids: readonly string[], active: string | null, step: 1 | -1): string | null {
  const at = active === null ? -1 : ids.indexOf(active);
  if (at < 0) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[at + step] ?? null;
}
