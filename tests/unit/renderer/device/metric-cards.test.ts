import { describe, expect, it } from 'vitest';
import { type Card, cards, missingReason } from '../../../../renderer/device/metric-cards.tsx';
import { measureText } from '../../../../ui/format/format.ts';
import { metrics } from './metrics.ts';

const card = (id: Card['id']): Card => {
  const found = cards.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const values = (parts: Parameters<typeof metrics>[0]) =>
  cards.map(({ id, value }) => {
    const measure = value(metrics(parts));
    return `${id} ${measure ? measureText(measure) : 'none'}`;
  });

describe('the cards', () => {
  it('read a computer at a glance', () => {
    expect(values({ diskRead: 1_048_576, networkSent: 2048 })).toEqual([
      'cpu 5%',
      'memory 50%',
      'disk 1.0\u00a0MiB/s',
      'network 2.0\u00a0KiB/s',
    ]);
  });

  it('lose a missing figure alone: a computer without /proc/diskstats keeps the other three', () => {
    expect(values({ diskRead: null, diskWrite: null })).toEqual([
      'cpu 5%',
      'memory 50%',
      'disk none',
      'network 0\u00a0B/s',
    ]);
  });

  it('show what is known of two figures when the other is not', () => {
    expect(card('disk').of(metrics({ diskRead: null, diskWrite: 7 }))).toBe(7);
    expect(card('disk').caption(metrics({ diskRead: null, diskWrite: 7 }))).toBe('Not known read · 7\u00a0B/s written');
  });

  it('show memory in bytes when nobody knows of how much', () => {
    expect(values({ memoryTotal: null })[1]).toBe('memory 500\u00a0B');
  });

  it('draw memory below what there is, and rates below a round figure', () => {
    expect(card('memory').top(500, metrics())).toBe(1000);
    expect(card('network').top(1500, metrics())).toBe(2048);
  });
});

describe('why a card has no figure', () => {
  it('is that it waits, what keeps it from being read, or that nobody reads', () => {
    expect(missingReason({ seen: 1, failure: null, stopped: false })).toBe('Waiting for the first reading');
    expect(missingReason({ seen: 9, failure: 'missing', stopped: false })).toBe('This computer does not count it.');
    expect(missingReason({ seen: 9, failure: 'denied', stopped: false })).toBe('Reading it needs permission.');
    expect(missingReason({ seen: 9, failure: null, stopped: true })).toBe(
      'The part of the app that reads it does not answer.',
    );
    expect(missingReason({ seen: 9, failure: null, stopped: false })).toBe('No reading');
  });
});
