import { beforeEach, describe, expect, it } from 'vitest';
import type { Asked, Question } from '../../../../app/finder/asking.ts';
import type { QueryAnswer } from '../../../../app/finder/history.ts';
import { createAsk } from '../../../../renderer/state/ask.ts';
import { createFinderFeed, type FinderFeed } from '../../../../renderer/state/finder-feed.ts';
import { goToQuery, goToView, settle, start, type Trail, typeQuery } from '../../../../renderer/state/navigation.ts';
import { ASK_DELAY, COUNT_DELAY, createResults, type Results } from '../../../../renderer/state/results.ts';
import type { Scope } from '../../../../renderer/state/scope.ts';
import { createStore, type Store } from '../../../../ui/state/store.ts';
import { changesOf, fakeEngine, row, settled } from './fake-engine.ts';

let engine: ReturnType<typeof fakeEngine>;
let trail: Store<Trail>;
let scope: Store<Scope>;
let feed: FinderFeed;
let results: Results;
let timers: { readonly milliseconds: number; readonly then: () => void }[];

const node = row('node', { name: 'node', cpu: 10, mine: true, kernel: false, app: '' });
const firefox = row('firefox', { name: 'firefox', cpu: 30, mine: true, kernel: false, app: 'Firefox' });
const cron = row('cron', { name: 'cron', cpu: 0, mine: false, kernel: false, app: '' });
const kworker = row('kworker', { name: 'kworker', cpu: 0, mine: false, kernel: true, app: '' });
const all = [node, firefox, cron, kworker];

beforeEach(() => {
  engine = fakeEngine();
  const ask = createAsk(engine.api);
  feed = createFinderFeed(engine.api, ask);
  trail = createStore(goToView(start, 'processes'));
  scope = createStore<Scope>('all');
  timers = [];
  results = createResults({
    trail,
    feed,
    scope,
    ask,
    context: () => ({ now: 1_000_000 }),
    after(milliseconds, then) {
      const timer = { milliseconds, then };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  });
});

const list = (rows = all) => engine.emit('finder.changes', changesOf(1, rows, { whole: true }));
const keys = () => results.get().rows.map(({ key }) => key);
const type = (text: string) => trail.update((now) => typeQuery(now, text));
const asked = () => engine.questions().filter(({ ask }) => ask === 'query') as Extract<Question, { ask: 'query' }>[];
const answerOf = (id: number, more: Partial<QueryAnswer> = {}): Extract<Asked<'query'>, { ok: true }> => ({
  ok: true,
  value: {
    id,
    type: 'process',
    columns: [],
    total: 1,
    counted: true,
    cut: false,
    rows: [row(`answer-${id}`)],
    range: { from: 0, to: 1 },
    gaps: [],
    took: 1,
    ...more,
  },
});

describe('a question about now', () => {
  it('is answered from the list as it is typed and as it changes', () => {
    expect(results.get()).toMatchObject({ type: 'process', mode: 'live', status: 'loading', rows: [] });
    list();
    type('o');
    expect(keys()).toEqual(['node', 'firefox', 'cron', 'kworker']);
    type('no');
    expect(keys()).toEqual(['node']);
    expect(results.get()).toMatchObject({ total: 3, kernel: 0 });
    engine.emit('finder.changes', changesOf(2, [row('nodemon', { name: 'nodemon' })]));
    expect(keys()).toEqual(['node', 'nodemon']);
    expect(engine.questions()).toEqual([]);
  });

  it('is of the view that is shown', () => {
    list();
    trail.update((now) => goToView(now, 'ports'));
    expect(results.get()).toMatchObject({ type: 'port', status: 'loading', rows: [] });
    engine.emit('finder.changes', changesOf(1, [row('p')], { whole: true, topic: 'ports' }));
    expect(keys()).toEqual(['p']);
    engine.emit('finder.changes', changesOf(2, [row('later')]));
    expect(keys()).toEqual(['p']);
  });

  it('is reckoned from the list when it says what to show', () => {
    list();
    trail.update((now) => goToQuery(now, 'process | sort cpu desc | limit 2'));
    expect(results.get().mode).toBe('answer');
    expect(keys()).toEqual(['firefox', 'node']);
    engine.emit('finder.changes', changesOf(2, [{ ...cron, cpu: 99 }]));
    expect(keys()).toEqual(['cron', 'firefox']);
  });

  it('says that the list cannot be read, until it can', () => {
    engine.emit('finder.sources', [{ source: 'processes', failure: 'denied', since: 0 }]);
    expect(results.get()).toMatchObject({ status: 'failed', failure: 'engine' });
    engine.emit('finder.sources', [{ source: 'processes', failure: null, since: 0 }]);
    expect(results.get().status).toBe('loading');
    engine.emit('finder.engine', { state: 'stopped' });
    expect(results.get().status).toBe('failed');
    list();
    expect(results.get().status).toBe('ready');
  });
});

describe('the scope', () => {
  beforeEach(() => list());

  it('leaves threads of the kernel out, unless something is searched for', () => {
    expect(keys()).toEqual(['node', 'firefox', 'cron']);
    // Nor are they counted: "71 of 134 processes" under "All" was read as a fault.
    expect(results.get()).toMatchObject({ outside: 1, total: 3 });
    type('kworker');
    expect(keys()).toEqual(['kworker']);
  });

  it('has one count of all processes, whatever is searched for and whichever scope is chosen', () => {
    for (const chosen of ['all', 'mine', 'apps'] as const) {
      scope.set(chosen);
      for (const text of ['', 'nothing-like-it', 'node', 'is:kernel', 'process | sort cpu desc']) {
        type(text);
        expect(results.get().total, `${chosen} ${text}`).toBe(3);
      }
    }
    scope.set('all');
    type('k');
    expect(results.get()).toMatchObject({ rows: [kworker], kernel: 1, total: 3 });
  });

  it('is one’s own processes or apps alone, and says how much fits beyond', () => {
    scope.set('mine');
    expect(keys()).toEqual(['node', 'firefox']);
    // As many as "All" shows: a thread of the kernel is no process that somebody else has.
    expect(results.get()).toMatchObject({ outside: 1, total: 3 });
    list([...all, { ...kworker, key: 'of-root', mine: true }]);
    expect(keys()).toEqual(['node', 'firefox']);
    list();
    scope.set('apps');
    expect(keys()).toEqual(['firefox']);
    type('o');
    expect(results.get()).toMatchObject({ rows: [firefox], outside: 3 });
    expect(all.filter(results.get().matches)).toEqual([firefox]);
  });
});

describe('a question about the past', () => {
  const past = 'process node during 5m';
  let answers: ((asked: Asked) => void)[];

  beforeEach(() => {
    answers = [];
    list();
    engine.answer = () => new Promise((resolve) => answers.push(resolve));
  });

  it('is asked of the engine once typing rests, and what was there stays meanwhile', async () => {
    type('process node during 5');
    type(past);
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([ASK_DELAY]);
    expect(results.get()).toMatchObject({ status: 'loading' });
    expect(keys()).toContain('node');
    expect(asked()).toEqual([]);
    timers[0]?.then();
    expect(asked()).toEqual([{ ask: 'query', text: past, type: 'process' }]);
    answers[0]?.(answerOf(1, { total: 7 }));
    await settled();
    expect(results.get()).toMatchObject({ status: 'ready', mode: 'history', text: past, total: 7 });
    expect(keys()).toEqual(['answer-1']);
  });

  it('is asked at once at Enter, and only once', () => {
    type(past);
    trail.update(settle);
    expect(asked()).toHaveLength(1);
    expect(timers).toEqual([]);
  });

  it('is asked at once when it is gone to', () => {
    trail.update((now) => goToQuery(now, past));
    expect(asked()).toHaveLength(1);
  });

  it('leaves threads of the kernel out as one about now does, unless something is searched for', () => {
    for (const text of [
      'process during 5m',
      'process at 14:02 | by user',
      'process is:kernel during 5m',
      'unit during 5m',
    ]) {
      trail.update((now) => goToQuery(now, text));
    }
    expect(asked().map(({ text }) => text)).toEqual([
      'process -is:kernel during 5m',
      'process -is:kernel at 14:02 | by user',
      'process is:kernel during 5m',
      'unit during 5m',
    ]);
  });

  it('is never overwritten by the answer to an older one', async () => {
    trail.update((now) => goToQuery(now, 'process during 5m'));
    trail.update((now) => goToQuery(now, 'process during 6m'));
    answers[1]?.(answerOf(2));
    await settled();
    answers[0]?.(answerOf(1));
    await settled();
    expect(keys()).toEqual(['answer-2']);
    trail.update((now) => goToView(now, 'processes'));
    results.reload();
    expect(keys()).toEqual(['node', 'firefox', 'cron']);
  });

  it('keeps its answer although the list changes', async () => {
    trail.update((now) => goToQuery(now, past));
    answers[0]?.(answerOf(1));
    await settled();
    engine.emit('finder.changes', changesOf(2, [row('later')]));
    scope.set('mine');
    expect(keys()).toEqual(['answer-1']);
  });

  it('says why there is no answer, and asks again when the engine is back', async () => {
    trail.update((now) => goToQuery(now, past));
    answers[0]?.({ ok: false, failure: 'engine' });
    await settled();
    expect(results.get()).toMatchObject({ status: 'failed', failure: 'engine', text: past });
    engine.emit('finder.engine', { state: 'restarting' });
    engine.emit('finder.engine', { state: 'running' });
    expect(asked()).toHaveLength(2);
  });

  it('gives further rows, and asks anew when the engine no longer has them', async () => {
    trail.update((now) => goToQuery(now, past));
    answers[0]?.(answerOf(1, { total: 500 }));
    await settled();
    const { history } = results.get();
    const page = history?.page(200);
    expect(engine.questions().at(-1)).toEqual({ ask: 'page', answer: 1, from: 200, count: 200 });
    answers[1]?.({ ok: true, value: { rows: [row('r')] } });
    expect(await page).toEqual([row('r')]);
    // What is selected on a later page is as well known as what came first.
    expect([history?.row('answer-1'), history?.row('r'), history?.row('other')]).toEqual([
      row('answer-1'),
      row('r'),
      undefined,
    ]);
    const gone = history?.page(400);
    answers[2]?.({ ok: false, failure: 'stale' });
    expect(await gone).toEqual([]);
    expect(asked()).toHaveLength(2);
  });

  it('is told how many rows it has once the first of them are drawn', async () => {
    trail.update((now) => goToQuery(now, past));
    answers[0]?.(answerOf(1, { total: 200, counted: false }));
    await settled();
    const { history } = results.get();
    expect(results.get()).toMatchObject({ status: 'ready', total: 200, counting: true });
    expect(engine.questions().filter(({ ask }) => ask === 'count')).toEqual([]);
    expect(timers.map(({ milliseconds }) => milliseconds)).toEqual([COUNT_DELAY]);
    timers[0]?.then();
    expect(engine.questions().at(-1)).toEqual({ ask: 'count', answer: 1 });
    answers[1]?.({ ok: true, value: { total: 2020, cut: false } });
    await settled();
    expect(results.get()).toMatchObject({ total: 2020, counting: false, cut: false });
    // The same rows: nothing of the list, such as its scroll, is lost.
    expect(results.get().history).toBe(history);
  });

  it('is not counted once another is asked', async () => {
    trail.update((now) => goToQuery(now, past));
    answers[0]?.(answerOf(1, { total: 200, counted: false }));
    await settled();
    timers[0]?.then();
    trail.update((now) => goToQuery(now, 'process during 6m'));
    answers[2]?.(answerOf(2));
    await settled();
    answers[1]?.({ ok: true, value: { total: 2020, cut: false } });
    await settled();
    expect(results.get()).toMatchObject({ total: 1, counting: false });
  });

  it('is not counted while another is under way', async () => {
    trail.update((now) => goToQuery(now, past));
    answers[0]?.(answerOf(1, { total: 200, counted: false }));
    await settled();
    trail.update((now) => goToQuery(now, 'process during 6m'));
    timers[0]?.then();
    expect(engine.questions().filter(({ ask }) => ask === 'count')).toEqual([]);
  });

  it('is not asked while something is wrong in it', () => {
    trail.update((now) => goToQuery(now, 'process cpu>> during 5m'));
    expect(results.get().errors).not.toEqual([]);
    expect(results.get().status).toBe('ready');
    results.reload();
    expect(asked()).toEqual([]);
  });
});
