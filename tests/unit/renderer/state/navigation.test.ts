import { describe, expect, it } from 'vitest';
import {
  go,
  goBack,
  goForward,
  goToView,
  MAX_TRAIL_PLACES,
  select,
  start,
} from '../../../../renderer/state/navigation.ts';

const processes = goToView(start, 'processes');

describe('the trail', () => {
  it('leads back and forward', () => {
    const back = goBack(processes);
    expect(back.here.view).toBe('this-device');
    expect(goForward(back).here.view).toBe('processes');
  });

  it('ends where it began', () => {
    expect(goBack(start)).toBe(start);
    expect(goForward(start)).toBe(start);
  });

  it('takes no step to where one is', () => {
    expect(goToView(processes, 'processes')).toBe(processes);
    const selected = select(processes, ['a']);
    expect(go(selected, { view: 'processes', selection: ['a'] })).toBe(selected);
  });

  it('forgets what was ahead when one goes elsewhere', () => {
    const elsewhere = go(goBack(processes), { view: 'processes', selection: ['a'] });
    expect(elsewhere.forward).toEqual([]);
  });

  it('remembers the selection of each place, and selecting is not a step', () => {
    const selected = select(processes, ['a', 'b']);
    expect(selected.back).toBe(processes.back);
    const returned = goBack(go(selected, { view: 'processes', selection: ['parent'] }));
    expect(returned.here.selection).toEqual(['a', 'b']);
  });

  it('comes back to a view with what was selected in it', () => {
    const away = goToView(select(processes, ['a']), 'this-device');
    expect(goToView(away, 'processes').here).toEqual({ view: 'processes', selection: ['a'] });
  });

  it('does not grow without end', () => {
    let trail = start;
    for (let i = 0; i < 3 * MAX_TRAIL_PLACES; i += 1) trail = go(trail, { view: 'processes', selection: [String(i)] });
    expect(trail.back).toHaveLength(MAX_TRAIL_PLACES);
  });
});
