import type { CommandId } from '../../app/commands/catalogue.ts';
import type { Store } from '../../ui/state/store.ts';

/** Commands that a part of the window does while it is shown; without it they are disabled. */
export const localCommands = [
  'file.save-report',
  'edit.copy-as-csv',
  'edit.copy-as-json',
  'edit.copy-as-query',
  'view.tree',
  'view.expand-all',
  'view.collapse-all',
  'view.columns',
  'object.quick-look',
  'object.open-folder',
  'object.investigate',
  'object.filter-value',
  'object.exclude-value',
  'object.copy-query',
  'object.end',
  'object.force-end',
] as const satisfies readonly CommandId[];
export type LocalCommand = (typeof localCommands)[number];

/** What a part of the window can do now; only commands that would do something are in it. */
export interface LocalActions {
  readonly run: Partial<Readonly<Record<LocalCommand, () => void>>>;
  /** Ticked ones. */
  readonly checked?: readonly LocalCommand[];
}

/** What the parts of the window offer now, by part; a later one stands for an earlier. */
export type LocalOffers = readonly LocalActions[];

/** Offers commands until the function that it returns is called; for an effect of the part. */
export function offer(offers: Store<LocalOffers>, actions: LocalActions): () => void {
  offers.update((now) => [...now, actions]);
  return () => offers.update((now) => now.filter((one) => one !== actions));
}

/** What runs a local command now, or `undefined` while nothing does. */
export function localAction(offers: LocalOffers, command: LocalCommand): (() => void) | undefined {
  return offers.findLast(({ run }) => run[command])?.run[command];
}
