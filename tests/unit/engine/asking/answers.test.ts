import { describe, expect, it } from 'vitest';
import type { Question } from '../../../../app/finder/asking.ts';
import type { Series } from '../../../../app/finder/history.ts';
import { createAnswers, type KeptHistory } from '../../../../engine/asking/answers.ts';
import { AskError } from '../../../../engine/asking/ask-error.ts';
import { seriesOf } from '../../../../engine/asking/figures.ts';

const processes = [{ key: 'p1', name: 'bash', pid: 9, parentKey: null, path: '/bin/bash' }];
const series: Series = { from: 1, step: 2, values: [1, null, 3] };
const status = {
  recording: true,
  size: 1,
  from: null,
  days: 0,
  folder: 'f',
  excluded: [],
  setAside: [],
  failure: null,
};

function setUp(history: Partial<KeptHistory> = {}) {
  const fresh: unknown[] = [];
  const faults: unknown[] = [];
  const ask = createAnswers({
    device: async () => ({ at: 1, hostName: 'h', os: 'o', bootedAt: 0, facts: [] }),
    lists: () => ({ processes, ports: [], connections: [], units: [] }),
    fresh: async (topics) => void fresh.push(topics),
    whole: (topic) => ({ topic, at: 5, whole: true, changed: processes, gone: [], sequence: 4 }),
    past: {
      query: async (_client, text) => {
        if (text === 'bad') throw new AskError('invalid');
        throw new Error(text);
      },
      page: async () => {
        throw new AskError('stale');
      },
      count: async () => {
        throw new AskError('stale');
      },
    },
    detail: { remembered: async () => [], threads: () => [], packageOf: async () => null },
    end: (_key, force) => (force ? 'denied' : 'asked'),
    history: {
      series: async () => series,
      values: async (_type, _field, prefix) => [`${prefix}sh`],
      status: async () => ({ ...status, gaps: [] }),
      clear: async () => status,
      ...history,
    },
    caught: (thrown) => faults.push(thrown),
  });
  return { ask: (question: Question) => ask(7, question), fresh, faults };
}

describe('the answers of the engine', () => {
  it('are given to each kind of question', async () => {
    const { ask, fresh } = setUp();
    const value = async (question: Question) => {
      const answer = await ask(question);
      return answer.ok ? answer.value : answer.failure;
    };
    expect(await value({ ask: 'device' })).toMatchObject({ hostName: 'h' });
    expect(await value({ ask: 'list', topic: 'ports' })).toMatchObject({ topic: 'ports', sequence: 4 });
    expect(await value({ ask: 'find', text: 'bash' })).toMatchObject({ hits: [{ type: 'process' }] });
    expect(await value({ ask: 'detail', type: 'process', key: 'p1' })).toMatchObject({ running: true });
    expect(await value({ ask: 'end', key: 'p1', force: false })).toEqual({ outcome: 'asked' });
    expect(await value({ ask: 'end', key: 'p1', force: true })).toEqual({ outcome: 'denied' });
    expect(await value({ ask: 'values', type: 'process', field: 'name', prefix: 'ba' })).toEqual(['bash']);
    expect(await value({ ask: 'series', of: 'device', key: '', figure: 'cpu', span: 'hour' })).toEqual(series);
    expect(await value({ ask: 'history' })).toMatchObject({ gaps: [] });
    expect(await value({ ask: 'clear', span: 'all' })).toEqual(status);
    expect(fresh).toEqual([
      ['ports'],
      ['processes', 'ports', 'connections', 'units'],
      ['processes', 'ports', 'connections', 'units'],
    ]);
  });

  it('say why there is none, without a fault of the app in it', async () => {
    const { ask, faults } = setUp({ status: async () => Promise.reject(new AskError('store')) });
    expect(await ask({ ask: 'query', text: 'bad', type: 'process' })).toEqual({ ok: false, failure: 'invalid' });
    expect(await ask({ ask: 'page', answer: 1, from: 0, count: 1 })).toEqual({ ok: false, failure: 'stale' });
    expect(await ask({ ask: 'history' })).toEqual({ ok: false, failure: 'store' });
    expect(faults).toEqual([]);
  });

  it('tell a fault as a failure of what was asked, and report it', async () => {
    const { ask, faults } = setUp();
    expect(await ask({ ask: 'query', text: 'fault', type: 'process' })).toEqual({ ok: false, failure: 'store' });
    expect(faults).toEqual([new Error('fault')]);
  });
});

describe('a figure over time', () => {
  const ask = (asked: unknown[]) => async (what: unknown) => {
    asked.push(what);
    return asked.length === 1 ? series : { ...series, values: [10, 20, null] };
  };

  it('is of both directions together where people see one line', async () => {
    const asked: unknown[] = [];
    const question = { ask: 'series', of: 'device', key: '', figure: 'network', span: 'day' } as const;
    expect((await seriesOf(question, ask(asked))).values).toEqual([11, 20, 3]);
    expect(asked).toEqual([
      { of: 'system', figure: 'received' },
      { of: 'system', figure: 'sent' },
    ]);
  });

  it('is asked of an object by its key, and is not there for what nobody counts', async () => {
    const asked: unknown[] = [];
    const question = { ask: 'series', of: 'process', key: 'p1', figure: 'cpu', span: 'hour' } as const;
    expect(await seriesOf(question, ask(asked))).toEqual(series);
    expect(asked).toEqual([{ of: 'process', key: 'p1', figure: 'cpu' }]);
    await expect(seriesOf({ ...question, figure: 'network' }, ask([]))).rejects.toThrow(AskError);
  });
});
