import type { PageTelemetry } from 'candor-client/page';
import { createContext, useContext } from 'react';
import type { CommandState } from '../../app/commands/menu.ts';
import type { Platform } from '../../app/commands/shortcut.ts';
import type { finder } from '../../app/finder/product.ts';
import type { GridState } from '../../app/grid/grid-state.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import type { Store } from '../../ui/state/store.ts';
import type { Dispatch, EditContext } from '../commands/command-state.ts';
import type { EditTargets } from '../commands/edit-target.ts';
import type { GridColumn } from '../grid/grid-column.ts';
import type { LocalSource } from '../grid/local-source.ts';
import type { CopyText, Notice } from './copy-text.ts';
import type { DeviceStore } from './device.ts';
import type { FinderFeed } from './finder-feed.ts';
import type { Trail, View } from './navigation.ts';
import type { SettingsStore } from './settings.ts';

/** What a window records, by the Finder's words. */
export type FinderTelemetry = PageTelemetry<typeof finder.words>;

/** What a window knows and can do; made once, before the first frame. */
export interface Model {
  readonly api: Bridge;
  readonly platform: Platform;
  readonly product: string;
  readonly settings: SettingsStore;
  /** What is said of the last thing that was done, while it is to be seen. */
  readonly notice: Store<Notice | null>;
  readonly copy: CopyText;
  readonly trail: Store<Trail>;
  readonly feed: FinderFeed;
  readonly device: DeviceStore;
  /** How the list of processes is set up. */
  readonly table: Store<GridState>;
  readonly columns: readonly GridColumn[];
  readonly list: LocalSource;
  /** What the search field holds in each view. */
  readonly queries: Readonly<Record<View, Store<string>>>;
  readonly paletteOpen: Store<boolean>;
  /** A modal dialog is in front. */
  readonly dialogOpen: Store<boolean>;
  /** What the edit commands would work on. */
  readonly edit: Store<EditContext>;
  readonly targets: EditTargets;
  /** The search field, once it is on the screen. */
  readonly search: SearchFocus;
  readonly usage: FinderTelemetry['usage'];
  readonly measures: FinderTelemetry['measures'];
  /** Ticks and disabled commands, for drawing. */
  readonly commandState: Store<CommandState>;
  /** The same, computed at this moment; the palette asks as if no dialog was open, because it is one itself. */
  readonly commandStateNow: (dialogOpen?: boolean) => CommandState;
  readonly dispatch: Dispatch;
}

/** Lets a command put the focus into the search field, wherever that is drawn. */
export class SearchFocus {
  field: HTMLInputElement | null = null;

  focus(): void {
    this.field?.focus();
    this.field?.select();
  }
}

const ModelContext = createContext<Model | null>(null);
export const ModelProvider = ModelContext.Provider;

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('used outside of a Finder window');
  return model;
}
