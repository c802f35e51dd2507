import { swallowed, type WriteFailure } from 'candor-client/core';
import type { Bridge } from '../../app/ipc/contract.ts';
import type { Settings, SettingsState } from '../../app/settings.ts';
import { createStore, type Readable } from '../../ui/state/store.ts';

/**
 * The settings as this window shows them: what main has, then this window's changes that main has not answered yet, then
 * what is being tried out. So neither the echo of an earlier change nor one of another window undoes a later one.
 */
export interface SettingsStore extends Readable<Settings> {
  /** Changes some settings for good; when main cannot keep them, what it has is shown again. */
  change(patch: Partial<Settings>): void;
  /** Shows some settings without keeping them, in place of those tried before; `{}` shows what is kept. */
  preview(patch: Partial<Settings>): void;
}

/** @param onFailure a change could not be kept. */
export function createSettings(
  api: Bridge,
  initial: SettingsState,
  onFailure: (why: WriteFailure) => void,
): SettingsStore {
  let known = initial;
  let tried: Partial<Settings> = {};
  const unanswered = new Set<{ readonly patch: Partial<Settings> }>();
  const shown = createStore(initial.settings);
  const show = () => {
    const next = Object.assign({}, known.settings, ...[...unanswered].map(({ patch }) => patch), tried) as Settings;
    if (!sameSettings(next, shown.get())) shown.set(next);
  };
  const take = ({ revision, settings }: SettingsState) => {
    if (revision > known.revision) known = { revision, settings };
    show();
  };
  api.on('settings.changed', take);
  return {
    get: shown.get,
    subscribe: shown.subscribe,
    change(patch) {
      const change = { patch };
      unanswered.add(change);
      tried = {};
      show();
      api.invoke('settings.change', patch).then(
        ({ failure, ...state }) => {
          unanswered.delete(change);
          take(state);
          if (failure) onFailure(failure);
        },
        (error: unknown) => {
          swallowed('ipc', 'change-settings', error);
          unanswered.delete(change);
          show();
          onFailure('other');
        },
      );
    },
    preview(patch) {
      tried = patch;
      show();
    },
  };
}

function sameSettings(a: Settings, b: Settings): boolean {
  return (Object.keys(a) as (keyof Settings)[]).every((name) => Object.is(a[name], b[name]));
}
