import { useSyncExternalStore } from 'react';
import {
  type DialogEvent,
  type DialogQueue,
  emptyQueue,
  isAnyOpen,
  nextQueue,
  type OpenedDialog,
} from './dialog-queue.ts';

/** The dialogs of this window. One store, because a second modal must know of the first wherever it comes from. */
let queue: DialogQueue = emptyQueue;
const listeners = new Set<() => void>();

export function tellDialogs(event: DialogEvent): void {
  const next = nextQueue(queue, event);
  if (next === queue) return;
  queue = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDialogQueue(): DialogQueue {
  return useSyncExternalStore(subscribe, () => queue);
}

/** Opens a dialog, or brings it to the front; it waits while another room's modal is open. */
export function openDialog(dialog: OpenedDialog): void {
  tellDialogs({ type: 'open', dialog });
}

/** Another room reports that it opened a modal. Each call needs its {@link dialogClosed}. */
export function dialogOpened(): void {
  tellDialogs({ type: 'other-opened' });
}

export function dialogClosed(): void {
  tellDialogs({ type: 'other-closed' });
}

/** Whether any modal is open in this window, of this room or another. */
export function isDialogOpen(): boolean {
  return isAnyOpen(queue);
}

/** {@link isDialogOpen}, for components that draw differently meanwhile. */
export function useDialogOpen(): boolean {
  return isAnyOpen(useDialogQueue());
}
