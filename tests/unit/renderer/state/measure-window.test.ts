import { beforeEach, describe, expect, it } from 'vitest';
import { addProcesses, nothingSeen } from '../../../../renderer/state/live.ts';
import { measureWindow } from '../../../../renderer/state/measure-window.ts';
import { goToView, select, start } from '../../../../renderer/state/navigation.ts';
import { createStore } from '../../../../ui/state/store.ts';

function setUp({ agreed = true } = {}) {
  const measured: string[] = [];
  const trail = createStore(start);
  const live = createStore(nothingSeen);
  const queries = { 'this-device': createStore(''), processes: createStore('') };
  const terms = { agreed };
  measureWindow(
    { trail, live, queries },
    {
      untilPaint: (operation) => measured.push(operation),
      sincePageStart: (operation) => measured.push(`${operation} since the page began`),
    },
    () => terms.agreed,
  );
  const sample = () => live.update((now) => addProcesses(now, { at: 1, processes: [] }));
  return { measured, trail, live, queries, terms, sample };
}

let window: ReturnType<typeof setUp>;
beforeEach(() => {
  window = setUp();
});

describe('what people wait for', () => {
  it('is another view, not another selection in the same one', () => {
    const { trail, measured } = window;
    trail.update((now) => goToView(now, 'processes'));
    trail.update((now) => select(now, ['1']));
    trail.update((now) => goToView(now, 'processes'));
    trail.update((now) => goToView(now, 'this-device'));
    expect(measured).toEqual(['view.switch', 'view.switch']);
  });

  it('is what a search finds, in each view, and after it is cleared', () => {
    const { queries, measured } = window;
    queries.processes.set('a');
    queries.processes.set('a');
    queries.processes.set('');
    queries['this-device'].set('b');
    expect(measured).toEqual(['finder.search', 'finder.search', 'finder.search']);
  });

  it('is the first list of processes, once, and figures are none', () => {
    const { live, sample, measured } = window;
    live.update((now) => ({ ...now, processesFailed: true }));
    expect(measured).toEqual([]);
    sample();
    sample();
    expect(measured).toEqual(['finder.first-data since the page began']);
  });

  it('is nothing that began before the Yes: a first list after it is not timed from the beginning of the page', () => {
    const { sample, measured, terms } = setUp({ agreed: false });
    sample();
    terms.agreed = true;
    sample();
    expect(measured).toEqual([]);
  });
});
