import { beforeEach, describe, expect, it } from 'vitest';
import { applyChanges, nothingListed } from '../../../../renderer/state/lists.ts';
import { measureWindow } from '../../../../renderer/state/measure-window.ts';
import { goToView, select, start, typeQuery } from '../../../../renderer/state/navigation.ts';
import { createStore } from '../../../../ui/state/store.ts';
import { changesOf } from './fake-engine.ts';

function setUp({ agreed = true } = {}) {
  const measured: string[] = [];
  const trail = createStore(start);
  const processes = createStore(nothingListed);
  const terms = { agreed };
  measureWindow(
    { trail, processes },
    {
      untilPaint: (operation) => measured.push(operation),
      sincePageStart: (operation) => measured.push(`${operation} since the page began`),
    },
    () => terms.agreed,
  );
  const sample = () => processes.update((now) => applyChanges(now, changesOf(1, [], { whole: true })));
  return { measured, trail, terms, sample };
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
    const { trail, measured } = window;
    trail.update((now) => typeQuery(now, 'a'));
    trail.update((now) => typeQuery(now, 'ab'));
    trail.update((now) => typeQuery(now, ''));
    expect(measured).toEqual(['finder.search', 'finder.search', 'finder.search']);
  });

  it('is no search when one is left for another view', () => {
    const { trail, measured } = window;
    trail.update((now) => typeQuery(now, 'a'));
    trail.update((now) => goToView(now, 'processes'));
    expect(measured).toEqual(['finder.search', 'view.switch']);
  });

  it('is the first list of processes, once', () => {
    window.sample();
    window.sample();
    expect(window.measured).toEqual(['finder.first-data since the page began']);
  });

  it('that began before a Yes is not measured', () => {
    const { measured, terms, sample } = setUp();
    terms.agreed = false;
    sample();
    terms.agreed = true;
    sample();
    expect(measured).toEqual([]);
  });
});
