import { swallowed } from 'candor-client/core';
import type { Settings } from '../../app/settings.ts';
import { openSearch } from '../search/open-search.ts';
import type { Model } from './model.ts';

/** Joins the model to the page and to main, for as long as the page lives. */
export function attachWindow(model: Model): void {
  const { api, settings, feed, commandState, targets, edit, dispatch, platform } = model;

  showSettings(settings.get());
  settings.subscribe(() => showSettings(settings.get()));
  targets.watch(edit);

  api.on('window.state', ({ focused, fullScreen }) => {
    const { dataset } = document.documentElement;
    dataset['window'] = focused ? 'active' : 'inactive';
    dataset['fullScreen'] = String(fullScreen);
  });
  document.addEventListener('visibilitychange', () => {
    feed.setVisible(document.visibilityState === 'visible');
  });

  // A search from a terminal: the one this window was opened on, and those that come while it is in front.
  const open = (query: string | null) => query !== null && void openSearch(model, query);
  api.invoke('window.opened-on').then(
    ({ query }) => open(query),
    (error: unknown) => swallowed('ipc', 'opened-on', error),
  );
  api.on('window.open-query', ({ query }) => open(query));

  // The further buttons of a mouse mean Back and Forward everywhere.
  window.addEventListener('mouseup', ({ button }) => {
    if (button === 3) dispatch('go.back', 'button');
    else if (button === 4) dispatch('go.forward', 'button');
  });

  api.on('menu.command', ({ command, source }) => dispatch(command, source));
  if (platform === 'macos') {
    const tell = () => {
      const { checked, disabled, marked } = commandState.get();
      void api.invoke('menu.state', { checked: [...checked], disabled: [...disabled], marked: [...marked] });
    };
    tell();
    commandState.subscribe(tell);
  }
}

/** Theme and density are attributes of the root, which the design tokens follow. */
function showSettings({ theme, density }: Settings): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  dataset['density'] = density;
}
