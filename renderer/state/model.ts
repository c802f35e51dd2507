import { createContext, useContext } from 'react';
import type { CommandState } from '../../app/commands/menu.ts';
import type { Platform } from '../../app/commands/shortcut.ts';
import type { Bridge, ResponseOf } from '../../app/ipc/contract.ts';
import type { SettingsState } from '../../app/ipc/settings.ts';
import { t } from '../../app/messages/index.ts';
import { commandState, type EditContext } from '../commands/command-state.ts';
import { createDispatch, type Dispatch } from '../commands/dispatch.ts';
import { EditTargets } from '../commands/edit-target.ts';
import { createHandlers } from '../commands/handlers.ts';
import { ProcessList } from '../processes/process-list.ts';
import { defaultTableState, type TableState } from '../processes/table-state.ts';
import { dialogClosed, dialogOpened, isDialogOpen } from '../program/index.ts';
import { attachTelemetry, measuredBridge, type UsageRecorder, type WindowMeasures } from '../telemetry/index.ts';
import { measureWindow } from '../telemetry/measure-window.ts';
import { type CopyText, createCopy, type Notice } from './copy-text.ts';
import { createDevice, type DeviceStore } from './device.ts';
import { createFinderFeed, type FinderFeed } from './finder-feed.ts';
import { start, type Trail, type View } from './navigation.ts';
import { createSettings, type SettingsStore } from './settings.ts';
import { createStore, type Store } from './store.ts';

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
  readonly table: Store<TableState>;
  readonly list: ProcessList;
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
  readonly usage: UsageRecorder;
  readonly measures: WindowMeasures;
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

export function createModel(bridge: Bridge, info: ResponseOf<'app.info'>, settings: SettingsState): Model {
  const { usage, measures, agreedAtStart } = attachTelemetry(bridge);
  const api = measuredBridge(bridge, measures);
  const feed = createFinderFeed(api);
  const table = createStore(defaultTableState);
  const processes = createStore('');
  const notice = createStore<Notice | null>(null);
  const parts = {
    api,
    platform: info.platform,
    product: info.name,
    settings: createSettings(api, settings, (why) =>
      notice.set({
        tone: 'danger',
        text: t('notice.settings', { reason: t(`notice.reason.${why === 'other' ? 'unknown' : why}`) }),
      }),
    ),
    notice,
    copy: createCopy(api, notice),
    trail: createStore<Trail>(start),
    feed,
    device: createDevice(api),
    table,
    list: new ProcessList({ live: feed.live, table, query: processes }),
    queries: { 'this-device': createStore(''), processes },
    paletteOpen: createStore(false),
    dialogOpen: createStore(false),
    edit: createStore<EditContext>('none'),
    targets: new EditTargets(),
    search: new SearchFocus(),
    measures,
    usage,
  };
  measureWindow({ ...parts, live: feed.live }, measures, agreedAtStart);
  // Before anything else hears of it: a command chosen in the palette runs as soon as this has become false.
  parts.paletteOpen.subscribe(() => (parts.paletteOpen.get() ? dialogOpened() : dialogClosed()));
  const stateNow = (dialogOpen = isDialogOpen()) =>
    commandState({
      settings: parts.settings.get(),
      paused: feed.paused.get(),
      canGoBack: parts.trail.get().back.length > 0,
      canGoForward: parts.trail.get().forward.length > 0,
      dialogOpen,
      edit: parts.edit.get(),
    });
  const state = createStore(stateNow());
  const refresh = () => {
    const next = stateNow();
    if (!sameState(state.get(), next)) state.set(next);
  };
  for (const source of [parts.settings, feed.paused, parts.trail, parts.dialogOpen, parts.edit]) {
    source.subscribe(refresh);
  }
  const handlers = createHandlers(parts);
  const dispatch = createDispatch({
    isEnabled: (command) => !stateNow().disabled.has(command),
    record: (command, source) => parts.usage.record(command, source),
    run: (command) => handlers[command](),
  });
  return { ...parts, commandState: state, commandStateNow: stateNow, dispatch };
}

function sameState(a: CommandState, b: CommandState): boolean {
  return sameSet(a.checked, b.checked) && sameSet(a.disabled, b.disabled);
}

function sameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

const ModelContext = createContext<Model | null>(null);
export const ModelProvider = ModelContext.Provider;

export function useModel(): Model {
  const model = useContext(ModelContext);
  if (!model) throw new Error('used outside of a Finder window');
  return model;
}
