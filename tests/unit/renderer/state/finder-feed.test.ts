import { beforeEach, describe, expect, it } from 'vitest';
import type { Metrics } from '../../../../app/finder/device.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { createFinderFeed, type FinderFeed, METRICS_KEPT } from '../../../../renderer/state/finder-feed.ts';
import { changesOf, fakeEngine, row, settled } from './fake-engine.ts';

let engine: ReturnType<typeof fakeEngine>;
let feed: FinderFeed;

beforeEach(async () => {
  engine = fakeEngine();
  feed = createFinderFeed(engine.api, createAsk(engine.api));
  await settled();
});

const metrics = (at: number) => ({ at, cpu: 1 }) as Metrics;
const keys = () => feed.lists.processes.get().rows.map(({ key }) => key);

describe('what is watched', () => {
  it('is what something shows, told once for all that comes and goes together', async () => {
    const processes = feed.need('processes');
    const again = feed.need('processes');
    feed.need('metrics');
    await settled();
    processes();
    processes();
    feed.need('ports');
    await settled();
    again();
    await settled();
    expect(engine.watched()).toEqual([
      { level: 'visible', topics: [] },
      { level: 'visible', topics: ['processes', 'metrics'] },
      { level: 'visible', topics: ['processes', 'ports', 'metrics'] },
      { level: 'visible', topics: ['ports', 'metrics'] },
    ]);
  });

  it('is looked at less while the window is hidden, and not at all while it is paused', async () => {
    feed.setVisible(false);
    feed.setVisible(false);
    await settled();
    feed.setVisible(true);
    await settled();
    feed.paused.set(true);
    await settled();
    expect(engine.watched().map(({ level }) => level)).toEqual(['visible', 'hidden', 'visible', 'rest']);
  });

  it('is no list while the window is hidden; what it shows is read again when it is seen', async () => {
    feed.need('processes');
    feed.need('metrics');
    await settled();
    feed.setVisible(false);
    await settled();
    expect(engine.watched().at(-1)).toEqual({ level: 'hidden', topics: ['metrics'] });
    const before = engine.questions().length;
    feed.setVisible(true);
    await settled();
    expect(engine.watched().at(-1)).toEqual({ level: 'visible', topics: ['processes', 'metrics'] });
    expect(engine.questions().slice(before)).toEqual([{ ask: 'list', topic: 'processes' }]);
  });
});

describe('live data', () => {
  it('are the lists and the device’s figures, of which the last ones are kept', () => {
    engine.emit('finder.changes', changesOf(1, [row('a')], { whole: true }));
    engine.emit('finder.changes', changesOf(1, [row('p')], { whole: true, topic: 'ports' }));
    for (let at = 0; at < METRICS_KEPT + 2; at += 1) engine.emit('finder.metrics', metrics(at));
    expect(keys()).toEqual(['a']);
    expect(feed.lists.ports.get().rows).toHaveLength(1);
    expect(feed.live.get().metrics).toHaveLength(METRICS_KEPT);
    expect(feed.live.get().metrics[0]?.at).toBe(2);
  });

  it('stay as they are while paused, but for one refresh', () => {
    engine.emit('finder.changes', changesOf(1, [row('a')], { whole: true }));
    feed.paused.set(true);
    engine.emit('finder.changes', changesOf(2, [row('b')]));
    engine.emit('finder.metrics', metrics(1));
    expect(keys()).toEqual(['a']);
    expect(feed.live.get().metrics).toEqual([]);
    feed.refresh();
    engine.emit('finder.changes', changesOf(3, [row('c')], { whole: true }));
    engine.emit('finder.metrics', metrics(2));
    engine.emit('finder.changes', changesOf(4, [row('d')]));
    engine.emit('finder.metrics', metrics(3));
    expect(keys()).toEqual(['c']);
    expect(feed.live.get().metrics).toHaveLength(1);
  });

  it('are read whole after a pause', async () => {
    feed.need('processes');
    engine.emit('finder.changes', changesOf(1, [row('a')], { whole: true }));
    feed.paused.set(true);
    engine.emit('finder.changes', changesOf(2, [row('b')]));
    engine.answer = () => ({ ok: true, value: changesOf(2, [row('a'), row('b')], { whole: true }) });
    feed.paused.set(false);
    await settled();
    expect(keys()).toEqual(['a', 'b']);
  });

  it('tell of sources, of the engine and of what was set aside', () => {
    engine.emit('finder.sources', [{ source: 'disks', failure: 'missing', since: 5 }]);
    engine.emit('finder.engine', { state: 'stalled' });
    engine.emit('finder.set-aside', { files: ['a.duckdb'] });
    engine.emit('finder.set-aside', { files: ['a.duckdb', 'b.duckdb'] });
    expect(feed.live.get().sources).toHaveLength(1);
    expect(feed.live.get().engine).toBe('stalled');
    expect(feed.setAside.get()).toEqual(['a.duckdb', 'b.duckdb']);
  });

  it('are asked for whole when an engine was started anew', () => {
    engine.emit('finder.changes', changesOf(1, [row('a')], { whole: true }));
    engine.emit('finder.engine', { state: 'restarting' });
    engine.emit('finder.engine', { state: 'running' });
    engine.emit('finder.changes', changesOf(2, [row('b')]));
    expect(engine.questions()).toEqual([{ ask: 'list', topic: 'processes' }]);
  });

  it('are asked for again on a retry', () => {
    feed.retry();
    expect(engine.requests.slice(-2).map(({ channel }) => channel)).toEqual(['finder.watch', 'finder.refresh']);
  });
});
