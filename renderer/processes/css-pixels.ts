import { useStore } from '../../ui/state/store.ts';
import { useModel } from '../state/model.ts';

/** A length of the design tokens in pixels, for code that has to compute with it; it may depend on the density. */
export function useTokenPixels(token: `--${string}`): number {
  // Reading depends on the density through the attribute that it sets on the root.
  useStore(useModel().settings, (settings) => settings.density);
  return Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue(token));
}
