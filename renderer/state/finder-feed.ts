import { swallowed } from 'candor-client/core';
import type { Metrics } from '../../app/finder/device.ts';
import { type ListTopic, type SourceState, type Topic, topics } from '../../app/finder/live.ts';
import type { Bridge } from '../../app/ipc/contract.ts';
import { createStore, type Readable, type Store } from '../../ui/state/store.ts';
import type { Ask } from './ask.ts';
import { createListSync } from './list-sync.ts';
import type { LiveList } from './lists.ts';

/** Readings of the device that cards look back on: five minutes at one every 2 s. */
export const METRICS_KEPT = 150;

/** What the Finder engine tells of itself and of the device as a whole. */
export interface LiveState {
  /** Newest last, at most {@link METRICS_KEPT}. */
  readonly metrics: readonly Metrics[];
  /** Every source that has failed once, with how it is now. */
  readonly sources: readonly SourceState[];
  readonly engine: 'running' | 'stalled' | 'restarting' | 'stopped';
}

/** Live data of the Finder engine, paused and resumed by the user. */
export interface FinderFeed {
  readonly live: Readable<LiveState>;
  readonly lists: Readonly<Record<ListTopic, Readable<LiveList>>>;
  /** What somebody looks at now. */
  readonly needed: Readable<ReadonlySet<Topic>>;
  readonly paused: Store<boolean>;
  /** Files of the history that could not be read and were set aside, until somebody has seen it. */
  readonly setAside: Store<readonly string[]>;
  /** Asks for a topic for as long as something shows it; returns the function that ends it. */
  need(topic: Topic): () => void;
  /** Takes one fresh reading, also while paused. */
  refresh(): void;
  /** After the engine has stopped: asks for it again. */
  retry(): void;
  /** Whether anybody can see the window; it is read for less often while nobody does. */
  setVisible(visible: boolean): void;
}

const listTopics = topics.filter((topic): topic is ListTopic => topic !== 'metrics');

export function createFinderFeed(api: Pick<Bridge, 'invoke' | 'on'>, ask: Ask): FinderFeed {
  const live = createStore<LiveState>({ metrics: [], sources: [], engine: 'running' });
  const syncs = Object.fromEntries(listTopics.map((topic) => [topic, createListSync(topic, ask)])) as Readonly<
    Record<ListTopic, ReturnType<typeof createListSync>>
  >;
  const needed = createStore<ReadonlySet<Topic>>(new Set());
  const paused = createStore(false);
  const setAside = createStore<readonly string[]>([]);
  const interest = new Map<Topic, number>();
  /** Readings still to come for a refresh: they are shown although updates are paused. */
  const pending = new Set<Topic>();
  let visible = true;
  let watching = false;

  const setEngine = (engine: LiveState['engine']) => live.update((now) => ({ ...now, engine }));
  const tell = () => {
    const seen = visible ? 'visible' : 'hidden';
    const level = paused.get() ? 'rest' : seen;
    // Lists that nobody sees are read again when somebody does: drawing them meanwhile would cost as much as in sight.
    const told = visible ? [...needed.get()] : [...needed.get()].filter((topic) => topic === 'metrics');
    api.invoke('finder.watch', { level, topics: told }).catch((error: unknown) => {
      swallowed('ipc', 'watch', error);
      setEngine('stopped');
    });
  };
  /** Views come and go within one frame; what they need is told once, when all have. */
  const watch = () => {
    if (watching) return;
    watching = true;
    queueMicrotask(() => {
      watching = false;
      tell();
    });
  };
  const count = () => {
    const now = topics.filter((topic) => (interest.get(topic) ?? 0) > 0);
    const before = needed.get();
    if (now.length === before.size && now.every((topic) => before.has(topic))) return;
    needed.set(new Set(now));
    watch();
  };
  const isShown = (topic: Topic) => !paused.get() || pending.delete(topic);
  const readAll = () => {
    for (const topic of listTopics) if (needed.get().has(topic)) void syncs[topic].read();
  };

  api.on('finder.changes', (changes) => {
    if (isShown(changes.topic)) syncs[changes.topic].take(changes);
    // What is not shown is missing from then on.
    else syncs[changes.topic].forget();
  });
  api.on('finder.metrics', (metrics) => {
    if (!isShown('metrics')) return;
    live.update((now) => ({ ...now, metrics: [...now.metrics, metrics].slice(-METRICS_KEPT) }));
  });
  api.on('finder.sources', (sources) => live.update((now) => ({ ...now, sources })));
  api.on('finder.engine', ({ state }) => {
    // One that was started anew counts its messages from the beginning.
    if (state === 'running') for (const topic of listTopics) syncs[topic].forget();
    setEngine(state);
  });
  api.on('finder.set-aside', ({ files }) => setAside.update((known) => [...new Set([...known, ...files])]));
  paused.subscribe(() => {
    watch();
    if (!paused.get()) readAll();
  });
  watch();

  const refresh = () => {
    for (const topic of topics) pending.add(topic);
    api.invoke('finder.refresh').catch((error: unknown) => {
      swallowed('ipc', 'refresh', error);
      setEngine('stopped');
    });
  };

  return {
    live,
    lists: Object.fromEntries(listTopics.map((topic) => [topic, syncs[topic].list])) as unknown as FinderFeed['lists'],
    needed,
    paused,
    setAside,
    need(topic) {
      interest.set(topic, (interest.get(topic) ?? 0) + 1);
      count();
      let over = false;
      return () => {
        if (over) return;
        over = true;
        interest.set(topic, (interest.get(topic) ?? 1) - 1);
        count();
      };
    },
    refresh,
    retry() {
      tell();
      refresh();
    },
    setVisible(now) {
      if (now === visible) return;
      visible = now;
      watch();
      if (visible && !paused.get()) readAll();
    },
  };
}
