import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../../app/settings.ts';
import { createDetailPlace } from '../../../../renderer/state/detail-place.ts';
import { createStore } from '../../../../ui/state/store.ts';

/** A window that can be made narrow and wide. */
function aWindow(narrow: boolean) {
  const settings = createStore<Settings>(defaultSettings);
  const listeners: (() => void)[] = [];
  const media = { matches: narrow, addEventListener: (_: 'change', listener: () => void) => listeners.push(listener) };
  const change = (patch: Partial<Settings>) => settings.update((now) => ({ ...now, ...patch }));
  const place = createDetailPlace({ get: settings.get, subscribe: settings.subscribe, change }, media);
  const become = (next: boolean) => {
    media.matches = next;
    for (const listener of listeners) listener();
  };
  return { place, settings, become };
}

describe('the detail pane', () => {
  it('stands beside the list as the settings say, which remember it', () => {
    const { place, settings } = aWindow(false);
    expect(place.shown.get()).toBe(true);
    place.toggle();
    expect(place.shown.get()).toBe(false);
    expect(settings.get().detailVisible).toBe(false);
  });

  it('lies over the list of a narrow window only when it is asked for, and changes no setting', () => {
    const { place, settings } = aWindow(true);
    expect(place.shown.get()).toBe(false);
    place.toggle();
    expect(place.shown.get()).toBe(true);
    expect(settings.get()).toBe(defaultSettings);
  });

  it('goes to its place when the window becomes wide, and does not come back over the list by itself', () => {
    const { place, become } = aWindow(true);
    place.toggle();
    become(false);
    expect([place.narrow.get(), place.shown.get()]).toEqual([false, true]);
    become(true);
    expect([place.narrow.get(), place.shown.get()]).toEqual([true, false]);
  });
});
