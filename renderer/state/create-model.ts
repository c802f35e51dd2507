import { attachTelemetry, dialogClosed, dialogOpened, isDialogOpen, measuredBridge } from 'candor-client/page';
import type { CommandState } from '../../app/commands/menu.ts';
import { finder } from '../../app/finder/product.ts';
import type { Bridge, ResponseOf } from '../../app/ipc/contract.ts';
import { t } from '../../app/messages/index.ts';
import type { SettingsState } from '../../app/settings.ts';
import { derived } from '../../ui/state/derived.ts';
import { createStore } from '../../ui/state/store.ts';
import { commandState, createDispatch, type EditContext } from '../commands/command-state.ts';
import { EditTargets } from '../commands/edit-target.ts';
import { createHandlers } from '../commands/handlers.ts';
import { LocalSource } from '../grid/local-source.ts';
import { processColumns, processGridState } from '../processes/process-columns.ts';
import { processFilter } from '../processes/process-filter.ts';
import { createCopy, type Notice } from './copy-text.ts';
import { createDevice } from './device.ts';
import { createFinderFeed } from './finder-feed.ts';
import { measureWindow } from './measure-window.ts';
import { type Model, SearchFocus } from './model.ts';
import { start, type Trail } from './navigation.ts';
import { createSettings } from './settings.ts';

/** Makes what a window knows and can do, before its first frame. */
export function createModel(bridge: Bridge, info: ResponseOf<'app.info'>, settings: SettingsState): Model {
  const { usage, measures, agreedAtStart } = attachTelemetry(bridge, finder);
  const api = measuredBridge(bridge, measures);
  const feed = createFinderFeed(api);
  const table = createStore(processGridState);
  const columns = processColumns(() => feed.live.get().metrics.at(-1)?.memoryTotal ?? 0);
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
    columns,
    list: new LocalSource({
      rows: derived(feed.live, (live) => live.processes),
      state: table,
      filter: derived(processes, processFilter),
      columns,
    }),
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
  // Before any other subscriber: a command chosen in the palette runs as soon as this has become false.
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
