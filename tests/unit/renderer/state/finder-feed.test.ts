import { beforeEach, describe, expect, it } from 'vitest';
import type { Bridge } from '../../../../app/ipc/contract.ts';
import { createFinderFeed, type FinderFeed } from '../../../../renderer/state/finder-feed.ts';
import { createFakeBridge, type FakeBridge } from '../../../support/fake-bridge/fake-bridge.ts';

let main: FakeBridge;
let feed: FinderFeed;

beforeEach(() => {
  main = createFakeBridge({ processes: 3, samples: 0 });
  feed = createFinderFeed(main as Bridge);
});

const watched = () =>
  main.asked
    .filter(({ channel }) => channel === 'finder.watch')
    .map(({ request }) => (request as { live: boolean }).live);

describe('live data', () => {
  it('is asked for at once, and shown', () => {
    expect(watched()).toEqual([true]);
    main.sample();
    expect(feed.live.get().processes).toHaveLength(3);
    expect(feed.live.get().metrics).toHaveLength(1);
  });

  it('is not asked for while paused or while the window cannot be seen', () => {
    feed.paused.set(true);
    feed.paused.set(false);
    feed.setVisible(false);
    feed.setVisible(false);
    feed.setVisible(true);
    expect(watched()).toEqual([true, false, true, false, true]);
  });

  it('that another window caused is not shown while paused', () => {
    feed.paused.set(true);
    main.sample();
    expect(feed.live.get().at).toBeNull();
  });

  it('is shown once for a refresh while paused', () => {
    feed.paused.set(true);
    feed.refresh();
    main.sample();
    const { at, metrics } = feed.live.get();
    expect(at).not.toBeNull();
    main.sample();
    expect(feed.live.get().metrics).toBe(metrics);
  });

  it('says what has failed until the next sample', () => {
    main.emit('finder.failed', { what: 'engine' });
    expect(feed.live.get().engineFailed).toBe(true);
    main.sample();
    expect(feed.live.get().engineFailed).toBe(false);
  });

  it('asks the engine again on a retry', () => {
    feed.retry();
    expect(main.asked.slice(-2).map(({ channel }) => channel)).toEqual(['finder.watch', 'finder.refresh']);
  });
});
