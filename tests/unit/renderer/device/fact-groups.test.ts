import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../app/finder/device.ts';
import { factGroups, factLines, factSource, filterFacts, withLive } from '../../../../renderer/device/fact-groups.ts';
import { metrics } from './metrics.ts';

const fact = (id: Fact['id'], group: Fact['group'], value: string | null = 'x', more: Partial<Fact> = {}): Fact => ({
  id,
  group,
  value,
  source: 'test',
  at: 0,
  sensitive: false,
  ...more,
});

describe('facts', () => {
  it('stand in groups of a fixed order, without empty ones', () => {
    const groups = factGroups([fact('graphics', 'graphics'), fact('os', 'system'), fact('kernel', 'system')]);
    expect(groups.map(({ id, facts }) => [id, facts.length])).toEqual([
      ['system', 2],
      ['graphics', 1],
    ]);
  });

  it('without a value are told of once for each reason, and not each by itself', () => {
    const [hardware] = factGroups([
      fact('manufacturer', 'hardware', null, { missing: 'not-available' }),
      fact('model', 'hardware', null, { missing: 'not-available' }),
      fact('chassis', 'hardware', null, { missing: 'not-available' }),
      fact('serial-number', 'hardware', null, { missing: 'needs-permission' }),
      fact('processor', 'hardware', 'AMD'),
    ]);
    expect(hardware?.facts.map(({ id }) => id)).toEqual(['processor']);
    expect(hardware?.missing).toEqual([
      'Needs permission to be read: Serial number.',
      'This computer does not tell: Manufacturer, Model, and Chassis.',
    ]);
  });

  it('say of each reason what it is', () => {
    const [hardware] = factGroups([
      fact('model', 'hardware', null, { missing: 'virtual-machine' }),
      fact('chassis', 'hardware', null, { missing: 'virtual-machine' }),
      fact('bios', 'hardware', null, { missing: 'hardware-silent' }),
    ]);
    expect(hardware?.missing).toEqual([
      'Left empty by the maker of the hardware: BIOS.',
      'Not told to a virtual machine: Model and Chassis.',
    ]);
  });

  it('are found by label, value and group', () => {
    const facts = [fact('kernel', 'system', '6.1.0'), fact('model', 'hardware', 'ThinkPad')];
    expect(filterFacts(facts, 'kern').map(({ id }) => id)).toEqual(['kernel']);
    expect(filterFacts(facts, 'think').map(({ id }) => id)).toEqual(['model']);
    expect(filterFacts(facts, 'system 6.1').map(({ id }) => id)).toEqual(['kernel']);
    expect(filterFacts(facts, '')).toBe(facts);
  });

  it('are copied with their labels, several values below each other', () => {
    const facts = [fact('kernel', 'system', '6.1.0'), fact('disks', 'storage', 'sda\nsdb')];
    expect(factLines(facts, false)).toBe('Kernel\t6.1.0\nDisks\tsda\n\tsdb');
    expect(factLines([fact('host-name', 'system', 'vm', { sensitive: true })], true)).toBe('Host name\t•••••');
  });

  it('that change are told by the newest reading', () => {
    const facts = [fact('memory-available', 'memory', '9 GiB'), fact('memory-total', 'memory', '24 GiB')];
    const live = withLive(facts, metrics({ memoryTotal: 25_769_803_776, memoryUsed: 24_696_061_952 }));
    expect(live.map(({ value }) => value)).toEqual(['1.00\u00a0GiB', '24 GiB']);
    expect(withLive(facts, metrics({ memoryUsed: null })).map(({ value }) => value)).toEqual(['9 GiB', '24 GiB']);
  });

  it('say where each was read and how long ago, whenever the report was made', () => {
    const now = Date.UTC(2026, 0, 31, 9);
    expect(factSource(fact('os', 'system', 'x', { at: now - 50_000 }), false, now)).toBe('test, read 50 s ago');
    expect(factSource(fact('disks', 'storage', 'x', { at: now - 3_600_000 }), false, now)).toBe('test, read 1 h ago');
    expect(factSource(fact('memory-available', 'memory'), true, now)).toBe('test, read all the time');
  });
});
