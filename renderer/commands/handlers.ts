import { openDialog } from 'candor-client/page';
import type { CommandId } from '../../app/commands/catalogue.ts';
import type { RequestOf } from '../../app/ipc/contract.ts';
import { t } from '../../app/messages/index.ts';
import type { Model } from '../state/model.ts';
import { goBack, goForward, goToView } from '../state/navigation.ts';
import { markedText } from './edit-target.ts';

type Action = RequestOf<'window.perform'>['action'];

/** What each command does in this window. A command of the catalogue without a handler does not compile. */
export function createHandlers(
  model: Omit<Model, 'dispatch' | 'commandState' | 'commandStateNow'>,
): Record<CommandId, () => void> {
  const { settings, trail, feed, device, targets, usage, copy } = model;
  const perform = (action: Action) => () => void model.api.invoke('window.perform', { action });
  /** The page may be gone right after these, and with it what it has not handed over. */
  const performLast = (action: Action) => () => {
    usage.flush();
    perform(action)();
  };
  const toggle = (key: 'sidebarVisible' | 'detailVisible' | 'pathBarVisible' | 'redact') => () =>
    settings.change({ [key]: !settings.get()[key] });

  return {
    'file.new-window': performLast('new-window'),
    'file.close-window': performLast('close'),
    'file.quit': performLast('quit'),
    'edit.undo': perform('undo'),
    'edit.redo': perform('redo'),
    'edit.cut': perform('cut'),
    'edit.copy': () => {
      const rows = targets.focused();
      if (rows) return rows.copy();
      // Chromium's own copy says nothing when it fails.
      const marked = markedText();
      if (marked) copy(marked, t('common.copied'));
    },
    'edit.paste': perform('paste'),
    'edit.select-all': () => {
      const rows = targets.focused();
      if (rows) rows.selectAll();
      else perform('select-all')();
    },
    'view.toggle-sidebar': toggle('sidebarVisible'),
    'view.toggle-detail': toggle('detailVisible'),
    'view.toggle-path-bar': toggle('pathBarVisible'),
    'view.density-compact': () => settings.change({ density: 'compact' }),
    'view.density-default': () => settings.change({ density: 'default' }),
    'view.density-comfortable': () => settings.change({ density: 'comfortable' }),
    'view.theme-system': () => settings.change({ theme: 'system' }),
    'view.theme-light': () => settings.change({ theme: 'light' }),
    'view.theme-dark': () => settings.change({ theme: 'dark' }),
    'view.refresh': () => {
      feed.refresh();
      if (device.get().status !== 'unread') device.read();
    },
    'view.pause-live': () => feed.paused.update((paused) => !paused),
    'view.redact': toggle('redact'),
    'view.zoom-in': perform('zoom-in'),
    'view.zoom-out': perform('zoom-out'),
    'view.zoom-reset': perform('zoom-reset'),
    'go.back': () => trail.update(goBack),
    'go.forward': () => trail.update(goForward),
    'go.search': () => model.search.focus(),
    'go.commands': () => model.paletteOpen.set(true),
    'go.this-device': () => trail.update((now) => goToView(now, 'this-device')),
    'go.processes': () => trail.update((now) => goToView(now, 'processes')),
    'window.minimize': perform('minimize'),
    'window.zoom': perform('zoom'),
    'window.full-screen': perform('full-screen'),
    'help.shortcuts': () => openDialog('shortcuts'),
    'help.program': () => openDialog('program'),
    'help.what-is-shared': () => openDialog('what-is-shared'),
    'help.diagnostics': () => openDialog('diagnostics'),
    'help.about': () => openDialog('about'),
  };
}
