import type { Store } from '../../ui/state/store.ts';
import type { CopyFormat } from '../grid/copy-rows.ts';
import type { EditContext } from './command-state.ts';
import { isTextField } from './keyboard.ts';

/** A part of the window whose rows can be copied and selected as a whole. */
export interface EditTarget {
  readonly element: HTMLElement;
  /** Its text can be marked: what is marked in it is copied as it would copy it, wherever the focus is. */
  readonly marks?: true;
  copy(): void;
  /** In another form than what stands on the screen. */
  copyAs?(format: CopyFormat): void;
  selectAll(): void;
}

/** Menus and palettes take the focus for a moment; an edit command still means what had it before. */
const KEEPS_CONTEXT = '[data-keeps-edit-context]';

/** Knows what the edit commands would work on now. */
export class EditTargets {
  readonly #targets = new Set<EditTarget>();

  register(target: EditTarget): () => void {
    this.#targets.add(target);
    return () => this.#targets.delete(target);
  }

  /** The registered part that holds the focus, or else what is marked. */
  focused(): EditTarget | undefined {
    const focus = document.activeElement;
    const targets = [...this.#targets];
    const marked = document.getSelection();
    return (
      targets.find(({ element }) => element.contains(focus)) ??
      (focus !== document.body || !marked || marked.isCollapsed
        ? undefined
        : targets.find(({ element, marks }) => marks === true && marked.containsNode(element, true)))
    );
  }

  /** Keeps `store` up to date with focus and marked text; returns the function that stops it. */
  watch(store: Store<EditContext>): () => void {
    const look = () => {
      if (document.activeElement?.closest(KEEPS_CONTEXT)) return;
      store.set(this.#context());
    };
    // After a blur the next element has the focus only once the event is over.
    const lookLater = () => queueMicrotask(look);
    document.addEventListener('focusin', look);
    document.addEventListener('focusout', lookLater);
    document.addEventListener('selectionchange', look);
    return () => {
      document.removeEventListener('focusin', look);
      document.removeEventListener('focusout', lookLater);
      document.removeEventListener('selectionchange', look);
    };
  }

  #context(): EditContext {
    if (isTextField(document.activeElement)) return 'text';
    if (this.focused()) return 'rows';
    return document.getSelection()?.isCollapsed === false ? 'marked' : 'none';
  }
}

/** The text that is marked in the field that has the focus, or on the page; empty when there is none. */
export function markedText(): string {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
    return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
  }
  return document.getSelection()?.toString() ?? '';
}
