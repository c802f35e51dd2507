import type { PageTelemetry } from 'candor-client/page';
import { createContext, useContext } from 'react';
import type { CommandState } from '../../app/commands/menu.ts';
import type { Platform } from '../../app/commands/shortcut.ts';
import type { ListTopic } from '../../app/finder/live.ts';
import type { finder } from '../../app/finder/product.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import type { Readable, Store } from '../../ui/state/store.ts';
import type { Dispatch, EditContext } from '../commands/command-state.ts';
import type { EditTargets } from '../commands/edit-target.ts';
import type { LocalOffers } from '../commands/local-commands.ts';
import type { Find } from '../search/find.ts';
import type { Ask } from './ask.ts';
import type { CopyText, Notice } from './copy-text.ts';
import type { DetailPlace } from './detail-place.ts';
import type { DeviceStore } from './device.ts';
import type { FinderFeed, LiveState } from './finder-feed.ts';
import type { LiveList } from './lists.ts';
import type { Trail } from './navigation.ts';
import type { Results } from './results.ts';
import type { SearchFocus } from './search-field.ts';
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
  readonly detailPlace: DetailPlace;
  readonly copy: CopyText;
  readonly trail: Store<Trail>;
  readonly ask: Ask;
  readonly feed: FinderFeed;
  /** The lists as they are now, kept current while somebody needs them, see {@link FinderFeed.need}. */
  readonly lists: Readonly<Record<ListTopic, Readable<LiveList>>>;
  readonly live: Readable<LiveState>;
  readonly device: DeviceStore;
  /** What the place shown has to show. */
  readonly results: Results;
  /** What a bare text may mean, over all types. */
  readonly find: Find;
  readonly paletteOpen: Store<boolean>;
  /** A modal dialog is in front. */
  readonly dialogOpen: Store<boolean>;
  /** What the edit commands would work on. */
  readonly edit: Store<EditContext>;
  readonly targets: EditTargets;
  /** Commands that parts of the window do while they are shown, see `offer`. */
  readonly local: Store<LocalOffers>;
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

const ModelContext = createContext<Model | null>(null);
export const ModelProvider = ModelContext.Provider;

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('used outside of a Finder window');
  return model;
}
