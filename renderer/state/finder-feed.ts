import { swallowed } from 'candor-client/core';
import type { Bridge } from '../../app/ipc/contract.ts';
import { createStore, type Store } from '../../ui/state/store.ts';
import { addMetrics, addProcesses, type Live, nothingSeen } from './live.ts';

/** Live data of the Finder engine, paused and resumed by the user. */
export interface FinderFeed {
  readonly live: Store<Live>;
  readonly paused: Store<boolean>;
  /** Takes one fresh sample, also while paused. */
  refresh(): void;
  /** After the engine has stopped: asks for it again. */
  retry(): void;
  /** Whether anybody can see the window; the engine rests while nobody does. */
  setVisible(visible: boolean): void;
}

export function createFinderFeed(api: Bridge): FinderFeed {
  const live = createStore(nothingSeen);
  const paused = createStore(false);
  /** Samples still to come for a refresh: they are shown although updates are paused. */
  let pending = { processes: false, metrics: false };
  let visible = true;

  const watch = () => {
    api.invoke('finder.watch', { live: visible && !paused.get() }).catch((error: unknown) => {
      swallowed('ipc', 'watch', error);
      fail('engine');
    });
  };
  const fail = (what: 'processes' | 'metrics' | 'device' | 'engine') => {
    // The device's own view asks for its report and is told of a failure itself.
    if (what !== 'device') live.update((state) => ({ ...state, [`${what}Failed`]: true }));
  };

  api.on('finder.processes', (sample) => {
    if (paused.get() && !pending.processes) return;
    pending = { ...pending, processes: false };
    live.update((state) => addProcesses(state, sample));
  });
  api.on('finder.metrics', (metrics) => {
    if (paused.get() && !pending.metrics) return;
    pending = { ...pending, metrics: false };
    live.update((state) => addMetrics(state, metrics));
  });
  api.on('finder.failed', ({ what }) => fail(what));
  paused.subscribe(watch);
  watch();

  const refresh = () => {
    pending = { processes: true, metrics: true };
    api.invoke('finder.refresh').catch((error: unknown) => {
      swallowed('ipc', 'refresh', error);
      fail('engine');
    });
  };

  return {
    live,
    paused,
    refresh,
    retry() {
      watch();
      refresh();
    },
    setVisible(now) {
      if (now === visible) return;
      visible = now;
      watch();
    },
  };
}
