/** The client's dialogs; the consent popup opens by itself. */
export type ClientDialog = 'consent' | 'program' | 'what-is-shared' | 'user-data' | 'diagnostics' | 'suggestions';

/** Every dialog: the client's, and the product's own by names of its own. */
export type DialogName = ClientDialog | (string & {});

/** Dialogs that a command opens. */
export type OpenedDialog = Exclude<DialogName, 'consent'>;

/** What is open in this window, and what waits for it to close. */
export interface DialogQueue {
  /** The last one is seen; those before it come back, as they were, when it closes. */
  readonly stack: readonly DialogName[];
  /** The consent popup waits for a free window. */
  readonly asked: boolean;
  /** A dialog that was called for while something else was in front. */
  readonly wanted: OpenedDialog | null;
  /** Modals that other rooms have open, such as the command palette. */
  readonly others: number;
  /** This window's own answer is being stored: the popup stays until it is known to be. */
  readonly answering: boolean;
}

export type DialogEvent =
  | { readonly type: 'asked' }
  /** Someone decided, here or in another window: there is no question any more. */
  | { readonly type: 'decided' }
  | { readonly type: 'answering' }
  | { readonly type: 'answer-failed' }
  | { readonly type: 'open'; readonly dialog: OpenedDialog }
  | { readonly type: 'close' }
  | { readonly type: 'other-opened' }
  | { readonly type: 'other-closed' };

export const emptyQueue: DialogQueue = { stack: [], asked: false, wanted: null, others: 0, answering: false };

/**
 * One modal at a time: the popup waits until nothing else is open, and a dialog that is called for from the command
 * palette waits until the palette has closed, so that focus returns to the right place after both.
 */
export function nextQueue(queue: DialogQueue, event: DialogEvent): DialogQueue {
  return settle(apply(queue, event));
}

export function isAnyOpen(queue: DialogQueue): boolean {
  return queue.stack.length > 0 || queue.others > 0;
}

function apply(queue: DialogQueue, event: DialogEvent): DialogQueue {
  switch (event.type) {
    case 'asked':
      // The Help dialog puts the same question, so the popup is not needed behind it.
      return [...queue.stack, queue.wanted].some(asksAlready) ? queue : { ...queue, asked: true };
    case 'decided':
      return { ...queue, asked: false, stack: queue.answering ? queue.stack : without(queue.stack, 'consent') };
    case 'answering':
      return { ...queue, answering: true };
    case 'answer-failed':
      return { ...queue, answering: false };
    case 'open':
      return { ...queue, wanted: event.dialog, asked: queue.asked && event.dialog !== 'program' };
    case 'close':
      return { ...queue, stack: queue.stack.slice(0, -1), answering: false };
    case 'other-opened':
      return { ...queue, others: queue.others + 1 };
    case 'other-closed':
      return { ...queue, others: Math.max(0, queue.others - 1) };
  }
}

function asksAlready(dialog: DialogName | null): boolean {
  return dialog === 'program' || dialog === 'consent';
}

function without(stack: readonly DialogName[], dialog: DialogName): readonly DialogName[] {
  return stack.filter((open) => open !== dialog);
}

function settle(queue: DialogQueue): DialogQueue {
  if (queue.others > 0) return queue;
  if (queue.wanted) return { ...queue, wanted: null, stack: opened(queue.stack, queue.wanted) };
  if (queue.asked && queue.stack.length === 0) return { ...queue, asked: false, stack: ['consent'] };
  return queue;
}

/** A dialog that holds a question stays below what is opened over it; any other is replaced. */
function opened(stack: readonly DialogName[], dialog: OpenedDialog): readonly DialogName[] {
  if (dialog === 'program' || stack.at(-1) === dialog) return stack.at(-1) === dialog ? stack : [dialog];
  const question = stack.filter(asksAlready).slice(0, 1);
  return [...question, dialog];
}
