import type { Settings } from '../../../app/settings.ts';
import type { HandlerPorts, Handlers } from './ports.ts';
import { perform } from './window.ts';

export function viewHandlers(ports: HandlerPorts): Handlers<'view'> {
  const { settings, detailPlace, feed, device, results } = ports;
  const change = (patch: Partial<Settings>) => () => settings.change(patch);
  const toggle = (key: 'sidebarVisible' | 'pathBarVisible' | 'redact') => () =>
    settings.change({ [key]: !settings.get()[key] });
  return {
    'view.toggle-sidebar': toggle('sidebarVisible'),
    'view.toggle-detail': () => detailPlace.toggle(),
    'view.toggle-path-bar': toggle('pathBarVisible'),
    'view.scope-all': change({ scope: 'all' }),
    'view.scope-mine': change({ scope: 'mine' }),
    'view.scope-apps': change({ scope: 'apps' }),
    'view.density-compact': change({ density: 'compact' }),
    'view.density-default': change({ density: 'default' }),
    'view.density-comfortable': change({ density: 'comfortable' }),
    'view.theme-system': change({ theme: 'system' }),
    'view.theme-light': change({ theme: 'light' }),
    'view.theme-dark': change({ theme: 'dark' }),
    'view.refresh': () => {
      feed.refresh();
      results.reload();
      if (device.get().status !== 'unread') device.read();
    },
    'view.pause-live': () => feed.paused.update((paused) => !paused),
    'view.redact': toggle('redact'),
    'view.zoom-in': perform(ports, 'zoom-in'),
    'view.zoom-out': perform(ports, 'zoom-out'),
    'view.zoom-reset': perform(ports, 'zoom-reset'),
  };
}
