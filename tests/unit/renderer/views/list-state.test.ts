import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../../app/query/compile.ts';
import { parseQuery } from '../../../../app/query/parse.ts';
import { objectTypes, type Query } from '../../../../app/query/query.ts';
import { defaultSettings, type Settings } from '../../../../app/settings.ts';
import {
  defaultListState,
  groupSort,
  keptListState,
  ListStates,
  pagedSort,
} from '../../../../renderer/views/list-state.ts';

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

describe('the order that is shown of an answer', () => {
  it('is the one in which the pages of a long answer come', () => {
    for (const type of objectTypes) {
      const relation = { sql: 'SELECT 1', parameters: [] };
      const query: Query = { type, terms: [], time: null, steps: [] };
      const { sql } = compileQuery(query, relation, { now: 0, limit: 10 });
      const [shown] = pagedSort(type);
      expect(sql).toContain(`ORDER BY "${shown?.column}" ${shown?.descending ? 'DESC' : 'ASC'}`);
    }
  });

  it('is that of the first figure of groups', () => {
    const { query } = parseQuery('process during 24h | by user | show max(cpu)', 'process');
    expect(query && groupSort(query)).toEqual([{ column: 'max(cpu)', descending: true }]);
  });
});
