import { describe, expect, it } from 'vitest';
import {
  go,
  goBack,
  goForward,
  goToQuery,
  goToView,
  MAX_TRAIL_PLACES,
  select,
  settle,
  start,
  type Trail,
  typeOfView,
  typeQuery,
  viewOfType,
  views,
} from '../../../../renderer/state/navigation.ts';

const processes = goToView(start, 'processes');

/** Types a text letter by letter, after what is there. */
function typed(trail: Trail, letters: string): Trail {
  let now = trail;
  for (const letter of letters) now = typeQuery(now, now.here.query + letter);
  return now;
}

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
    expect(go(selected, { view: 'processes', query: '', selection: ['a'] })).toBe(selected);
  });

  it('forgets what was ahead when one goes elsewhere', () => {
    expect(goToView(goBack(processes), 'ports').forward).toEqual([]);
  });

  it('remembers the selection of each place, and selecting is not a step', () => {
    const selected = select(processes, ['a', 'b']);
    expect(selected.back).toBe(processes.back);
    const returned = goBack(go(selected, { view: 'processes', query: '', selection: ['parent'] }));
    expect(returned.here.selection).toEqual(['a', 'b']);
  });

  it('comes back to a view with what was selected in it, and without what was searched for', () => {
    const searched = typed(select(processes, ['a']), 'node');
    const away = goToView(searched, 'this-device');
    expect(goToView(away, 'processes').here).toEqual({ view: 'processes', query: '', selection: ['a'] });
    expect(goBack(away).here.query).toBe('node');
  });

  it('shows all of a view that one goes to while a search stands in it', () => {
    const searched = goToQuery(processes, 'node');
    expect(goToView(searched, 'processes').here).toEqual({ view: 'processes', query: '', selection: [] });
  });

  it('does not grow without end', () => {
    let trail = start;
    for (let i = 0; i < 3 * MAX_TRAIL_PLACES; i += 1) trail = goToQuery(trail, `process ${i}`);
    expect(trail.back).toHaveLength(MAX_TRAIL_PLACES);
  });
});

describe('a search', () => {
  it('is one step of the trail, however many letters it has', () => {
    const trail = settle(typed(processes, 'node'));
    expect(trail.here).toEqual({ view: 'processes', query: 'node', selection: [] });
    expect(goBack(trail).here).toBe(processes.here);
    expect(goForward(goBack(trail)).here.query).toBe('node');
  });

  it('leaves no step when it is deleted again', () => {
    const trail = typeQuery(typed(select(processes, ['a']), 'n'), '');
    expect(trail.back).toEqual(processes.back);
    expect(trail.here.selection).toEqual(['a']);
    expect(trail.typing).toBeUndefined();
  });

  it('that is typed after one that was typed to its end is another step', () => {
    const trail = typed(settle(typed(processes, 'node')), 's');
    expect(trail.here.query).toBe('nodes');
    expect(goBack(trail).here.query).toBe('node');
  });

  it('drops what was selected, because it may not be among what is found', () => {
    expect(typed(select(processes, ['a']), 'n').here.selection).toEqual([]);
  });

  it('leads to the view of what it asks about, and back when that is deleted', () => {
    const asked = typed(processes, 'port 3000');
    expect(asked.here.view).toBe('ports');
    expect(typeQuery(asked, '3000').here.view).toBe('processes');
  });

  it('with a field asks about processes on This Device, where words look for facts', () => {
    expect(typed(start, 'memory').here.view).toBe('this-device');
    expect(typed(start, 'cpu>20%').here.view).toBe('processes');
    expect(typed(start, 'received>1MB').here.view).toBe('this-device');
    expect(typed(start, 'device at 14:02').here.view).toBe('this-device');
    expect(typed(start, 'cpu>20%').back).toHaveLength(1);
  });

  it('of a field that only another type has leads there', () => {
    expect(typed(processes, 'port:3000').here.view).toBe('ports');
    expect(typed(processes, 'port:').here.view).toBe('processes');
    // What is wrong in it does not hide what it asks about.
    expect(typed(processes, 'unit usr:root').here.view).toBe('units');
  });

  it('is gone to with what is to be selected', () => {
    expect(goToQuery(start, 'port 3000', ['p']).here).toEqual({ view: 'ports', query: 'port 3000', selection: ['p'] });
    expect(goToQuery(processes, 'node').here.view).toBe('processes');
  });

  it('stays being typed while rows are selected', () => {
    expect(select(typed(processes, 'n'), ['a']).typing).toBe(true);
    expect(goBack(typed(processes, 'n')).typing).toBeUndefined();
  });
});

it('has a view for each type and back', () => {
  expect(views.map((view) => viewOfType(typeOfView(view)))).toEqual(views);
});
