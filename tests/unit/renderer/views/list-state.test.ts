import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../../app/settings.ts';
import { defaultListState, keptListState, ListStates } from '../../../../renderer/views/list-state.ts';

function keeping(lists: Settings['lists'] = {}) {
  let settings: Settings = { ...defaultSettings, lists };
  const due: (() => void)[] = [];
  const states = new ListStates(
    {
      get: () => settings,
      change: (patch) => {
        settings = { ...settings, ...patch };
      },
    },
    (_milliseconds, then) => {
      due.push(then);
      return () => due.splice(due.indexOf(then), 1);
    },
  );
  return {
    states,
    due,
    lists: () => settings.lists,
    later: () => {
      for (const then of due.splice(0)) then();
    },
  };
}

describe('how lists are set up', () => {
  it('is as it was last, and as at first where that is not understood', () => {
    expect(keptListState({ process: { widths: { name: 300 } } }, 'process', 'process').widths).toEqual({ name: 300 });
    expect(keptListState({ process: { widths: 'wide' } }, 'process', 'process')).toEqual(defaultListState('process'));
    expect(keptListState({}, 'process', 'process').sort).toEqual([{ column: 'cpu', descending: true }]);
  });

  it('is kept once for many changes, beside that of the other lists', () => {
    const { states, due, lists, later } = keeping({ port: { tree: false } });
    const store = states.of('process', 'process');
    for (const name of [210, 220, 230]) store.update((now) => ({ ...now, widths: { name } }));
    expect(due).toHaveLength(1);
    later();
    expect(lists()).toMatchObject({ port: { tree: false }, process: { widths: { name: 230 } } });
  });

  it('forgets which rows were open: their keys go with the processes', () => {
    const { states, due, lists, later } = keeping();
    const store = states.of('process', 'process');
    store.update((now) => ({ ...now, expanded: { all: true, except: ['a'] } }));
    expect(due).toHaveLength(0);
    store.update((now) => ({ ...now, tree: true }));
    later();
    expect(lists()['process']).toMatchObject({ tree: true, expanded: { all: true, except: [] } });
    expect(states.of('process', 'process')).toBe(store);
  });
});
