import { finder } from '../../../../../app/finder/product.ts';
import { type Manifest, manifestOf } from '../../../../../client/core/product/manifest.ts';

const ofFinder = manifestOf(finder);

/** As far as a change needs it, what a manifest's JSON can be made into. */
export type Changeable = { -readonly [K in keyof Manifest]: Changed<Manifest[K]> };
type Changed<T> = T extends readonly (infer I)[]
  ? Changed<I>[]
  : T extends object
    ? { -readonly [K in keyof T]: Changed<T[K]> } & Record<string, unknown>
    : T;

/** The Finder's manifest after a change. */
export function changed(change: (manifest: Changeable) => unknown, revision = ofFinder.revision): Manifest {
  const copy = structuredClone(ofFinder) as unknown as Changeable;
  copy.revision = revision;
  change(copy);
  return copy as unknown as Manifest;
}

export const said = { en: 'Said.', it: 'Detto.' };
export const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not there');
  return value;
};
export const settingOf = (manifest: Changeable, id: string) =>
  found(manifest.settings.find((setting) => setting.id === id));
export const logOf = (manifest: Changeable, id: string) => found(manifest.logs.find((log) => log.id === id));
export const parameterOf = (manifest: Changeable, log: string, id: string) =>
  found(logOf(manifest, log).parameters.find((parameter) => parameter.id === id)) as Record<string, unknown>;
