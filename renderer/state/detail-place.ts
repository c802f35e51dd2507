import { derived } from '../../ui/state/derived.ts';
import { createStore, type Readable } from '../../ui/state/store.ts';
import type { SettingsStore } from './settings.ts';

/** In a window as narrow as this the detail pane has no place beside the list, see shell.css. */
const NARROW = '(max-width: 960px)';

/** Where the detail pane is: beside the list as the settings say, or, in a narrow window, over it while it is wanted. */
export interface DetailPlace {
  readonly narrow: Readable<boolean>;
  readonly shown: Readable<boolean>;
  /** Shows it or puts it away; only beside the list that is remembered. */
  toggle(): void;
}

/** The part of a media query list that it takes. */
interface Narrowness {
  readonly matches: boolean;
  addEventListener(type: 'change', listener: () => void): void;
}

/** Makes the place of the detail pane in a window; `media` is told in a test. */
export function createDetailPlace(
  settings: Pick<SettingsStore, 'get' | 'subscribe' | 'change'>,
  media: Narrowness = window.matchMedia(NARROW),
): DetailPlace {
  const narrow = createStore(media.matches);
  const over = createStore(false);
  media.addEventListener('change', () => {
    // What lay over the list has its own place as soon as there is room; it does not come back by itself.
    over.set(false);
    narrow.set(media.matches);
  });
  const shown = derived([narrow, over, settings], () => (narrow.get() ? over.get() : settings.get().detailVisible));
  return {
    narrow,
    shown,
    toggle() {
      if (narrow.get()) over.update((now) => !now);
      else settings.change({ detailVisible: !settings.get().detailVisible });
    },
  };
}
