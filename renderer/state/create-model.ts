import {
  attachTelemetry,
  dialogClosed,
  dialogOpened,
  freshSuggestions,
  isDialogOpen,
  measuredBridge,
} from 'candor-client/page';
import type { CommandState } from '../../app/commands/menu.ts';
import { finder } from '../../app/finder/product.ts';
import type { Bridge, ResponseOf } from '../../app/ipc/contract.ts';
import { t } from '../../app/messages/index.ts';
import type { SettingsState } from '../../app/settings.ts';
import { wallClock } from '../../ui/state/clock.ts';
import { createStore } from '../../ui/state/store.ts';
import { commandState, createDispatch, type EditContext } from '../commands/command-state.ts';
import { EditTargets } from '../commands/edit-target.ts';
import { createHandlers } from '../commands/handlers.ts';
import type { LocalOffers } from '../commands/local-commands.ts';
import { createFind } from '../search/find.ts';
import { createAsk } from './ask.ts';
import { createCopy, type Notice } from './copy-text.ts';
import { createDetailPlace } from './detail-place.ts';
import { createDevice } from './device.ts';
import { createFinderFeed } from './finder-feed.ts';
import { measureWindow } from './measure-window.ts';
import type { Model } from './model.ts';
import { start, type Trail } from './navigation.ts';
import { createResults } from './results.ts';
import { SearchFocus } from './search-field.ts';
import { createSettings } from './settings.ts';

/** Makes what a window knows and can do, before its first frame. */
export function createModel(bridge: Bridge, info: ResponseOf<'app.info'>, settings: SettingsState): Model {
  const { usage, measures, agreedAtStart } = attachTelemetry(bridge, finder);
  const api = measuredBridge(bridge, measures);
  const ask = createAsk(api);
  const feed = createFinderFeed(api, ask);
  const notice = createStore<Notice | null>(null);
  const trail = createStore<Trail>(start);
  const kept = createSettings(api, settings, (why) =>
    notice.set({
      tone: 'danger',
      text: t('notice.settings', { reason: t(`notice.reason.${why === 'other' ? 'unknown' : why}`) }),
    }),
  );
  const scope = createStore(kept.get().scope);
  kept.subscribe(() => scope.set(kept.get().scope));
  const device = createDevice(ask);
  const context = () => {
    const bootedAt = device.get().report?.bootedAt;
    return { now: wallClock(), ...(bootedAt === undefined ? {} : { bootedAt }) };
  };
  const parts = {
    api,
    platform: info.platform,
    product: info.name,
    settings: kept,
    notice,
    detailPlace: createDetailPlace(kept),
    copy: createCopy(api, notice),
    trail,
    ask,
    feed,
    lists: feed.lists,
    live: feed.live,
    device,
    find: createFind(ask, afterTimeout),
    results: createResults({ trail, feed, scope, ask, context, after: afterTimeout }),
    paletteOpen: createStore(false),
    dialogOpen: createStore(false),
    edit: createStore<EditContext>('none'),
    targets: new EditTargets(),
    local: createStore<LocalOffers>([]),
    search: new SearchFocus(),
    measures,
    usage,
  };
  measureWindow({ trail, processes: feed.lists.processes }, measures, agreedAtStart);
  // Before any other subscriber: a command chosen in the palette runs as soon as this has become false.
  parts.paletteOpen.subscribe(() => (parts.paletteOpen.get() ? dialogOpened() : dialogClosed()));
  const stateNow = (dialogOpen = isDialogOpen()) =>
    commandState({
      settings: parts.settings.get(),
      detailShown: parts.detailPlace.shown.get(),
      paused: feed.paused.get(),
      canGoBack: parts.trail.get().back.length > 0,
      canGoForward: parts.trail.get().forward.length > 0,
      dialogOpen,
      freshSuggestions: freshSuggestions.get(),
      edit: parts.edit.get(),
      local: parts.local.get(),
    });
  const state = createStore(stateNow());
  const refresh = () => {
    const next = stateNow();
    if (!sameState(state.get(), next)) state.set(next);
  };
  const { detailPlace, trail: trailOf, dialogOpen, edit, local } = parts;
  for (const source of [kept, detailPlace.shown, feed.paused, trailOf, dialogOpen, edit, local, freshSuggestions]) {
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

function afterTimeout(milliseconds: number, then: () => void): () => void {
  const timer = setTimeout(then, milliseconds);
  return () => clearTimeout(timer);
}

function sameState(a: CommandState, b: CommandState): boolean {
  return sameSet(a.checked, b.checked) && sameSet(a.disabled, b.disabled) && sameSet(a.marked, b.marked);
}

function sameSet<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}
