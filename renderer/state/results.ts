import type { AskFailure } from '../../app/finder/asking.ts';
import { type Gap, PAGE_ROWS, type QueryAnswer } from '../../app/finder/history.ts';
import type { QueryError } from '../../app/query/errors.ts';
import { evaluate } from '../../app/query/evaluate.ts';
import { formatQuery } from '../../app/query/format.ts';
import { matcher } from '../../app/query/matcher.ts';
import { needsHistory } from '../../app/query/needs.ts';
import type { AnswerColumn, ObjectType, Query, Row } from '../../app/query/query.ts';
import type { TimeContext } from '../../app/query/time.ts';
import { createStore, type Readable } from '../../ui/state/store.ts';
import type { Ask } from './ask.ts';
import { readIn } from './default-type.ts';
import type { FinderFeed } from './finder-feed.ts';
import { topicOf } from './lists.ts';
import { type Trail, typeOfView, type View } from './navigation.ts';
import { inScope, kernelThreads, programsOnly, type Scope } from './scope.ts';

/** An answer about the past, of which further rows are asked for as they are scrolled to. */
export interface HistoryResult {
  readonly answer: QueryAnswer;
  /** Rows from the given one on, at most {@link PAGE_ROWS}; none when the answer is no longer kept. */
  page(from: number): Promise<readonly Row[]>;
  /** A row by its key, if it has come with the answer or with a page; of a great many those that came last. */
  row(key: string): Row | undefined;
}

/** What the place shown has to show. */
export interface Result {
  readonly type: ObjectType;
  /** The search that this is the result of; while another is under way it is the one before. */
  readonly text: string;
  readonly query: Query;
  readonly errors: readonly QueryError[];
  /** `live`: rows of the list, as they are; `answer`: reckoned from the list; `history`: told by the engine. */
  readonly mode: 'live' | 'answer' | 'history';
  /** Columns of an answer; `null` for those of the type. */
  readonly columns: readonly AnswerColumn[] | null;
  /** What is found now, or the first page of what was. */
  readonly rows: readonly Row[];
  /** Objects that there are, searched for or not, without threads of the kernel; of the past those found. */
  readonly total: number;
  /** Rows that are threads of the kernel: they are no programs, and not in {@link total}; none of the past. */
  readonly kernel: number;
  /** There are more than {@link total}: how many is asked for. */
  readonly counting: boolean;
  /** There are more than an answer has. */
  readonly cut: boolean;
  /** Fitting rows that the scope leaves out. */
  readonly outside: number;
  readonly history?: HistoryResult;
  /** `loading`: what is shown is still that of the search before, or nothing. */
  readonly status: 'ready' | 'loading' | 'failed';
  readonly failure?: AskFailure;
  /** Times within the range of which nothing is known. */
  readonly gaps: readonly Gap[];
  /** Whether a row of the list fits search and scope. */
  readonly matches: (row: Row) => boolean;
}

/** Rows of an answer that are known by their keys; the list keeps as many. */
const MAX_ROWS_COME = 40_000;

/**
 * Milliseconds without a key before the engine is asked: the letter is drawn by then, and a key that repeats has come
 * again. Less than lies between two letters of somebody who types fast, so that what is asked with the last of them is
 * under way when Enter comes; the engine breaks off the question before.
 */
export const ASK_DELAY = 40;

/** Milliseconds for the first rows to be drawn in, before the engine is asked how many there are: it needs the processors too. */
export const COUNT_DELAY = 100;

export interface Results extends Readable<Result> {
  /** Asks about the past once more. */
  reload(): void;
}

interface ResultsPorts {
  readonly trail: Readable<Trail>;
  readonly feed: Pick<FinderFeed, 'lists' | 'live' | 'need'>;
  readonly scope: Readable<Scope>;
  readonly ask: Ask;
  /** What times in a search are reckoned from. */
  readonly context: () => TimeContext;
  /** Calls back once after so many milliseconds; returns the function that keeps it from doing so. */
  readonly after: (milliseconds: number, then: () => void) => () => void;
}

/** What the place shown asks, and of which text that is. */
interface Asking {
  readonly view: View;
  readonly text: string;
  readonly query: Query;
  readonly errors: readonly QueryError[];
  /** Only what was recorded can tell. */
  readonly past: boolean;
}

const everything = () => true;
const everythingOf = (type: ObjectType): Query => ({ type, terms: [], time: null, steps: [] });

/** What the place shown has to show, kept current: with what is typed, with the list, and with the engine's answers. */
export function createResults(ports: ResultsPorts): Results {
  const { trail, feed, ask, context } = ports;
  let asking = parseHere(null);
  const store = createStore<Result>(liveResult());
  /** Numbers of questions: an answer to any but the last comes too late. */
  let last = 0;
  let stopWaiting: (() => void) | null = null;
  let stopList = followList();

  /** What the place shown asks. A text with errors asks what it did before they came in. */
  function parseHere(before: Asking | null): Asking {
    const { view, query: text } = trail.get().here;
    const { query, errors } = readIn(typeOfView(view), text);
    if (query) return { view, text, query, errors, past: needsHistory(query) };
    if (before?.view === view) return { ...before, errors };
    return { view, text, query: everythingOf(typeOfView(view)), errors, past: false };
  }

  function followList(): () => void {
    const topic = topicOf[asking.query.type];
    if (!topic || asking.past) return () => {};
    const over = feed.need(topic);
    const stop = feed.lists[topic].subscribe(() => store.set(liveResult()));
    return () => {
      stop();
      over();
    };
  }

  /** The result of a question about now. */
  function liveResult(): Result {
    const { text, query, errors } = asking;
    const topic = topicOf[query.type];
    const list = topic && feed.lists[topic].get();
    const fits = matcher(query, context());
    const scoped = inScope(ports.scope.get(), query);
    const matches = (row: Row) => scoped(row) && fits(row);
    const all = list?.rows ?? [];
    const found = all.filter(fits);
    const rows = found.filter(scoped);
    const unread = engineFails() ? 'failed' : 'loading';
    const status = list?.at === null ? unread : 'ready';
    // Threads of the kernel are no programs: without a search "All" leaves them out, and no other choice counts them.
    const inAll = inScope('all', query);
    const outside = (ports.scope.get() === 'all' ? found : found.filter(inAll)).length - rows.length;
    const answer = query.steps.length > 0 ? evaluate(query, rows, context()) : null;
    const shown = answer?.rows ?? rows;
    return {
      type: query.type,
      text,
      query,
      errors,
      mode: answer ? 'answer' : 'live',
      columns: answer?.columns ?? null,
      rows: shown,
      total: all.length - kernelThreads(all),
      kernel: kernelThreads(shown),
      counting: false,
      cut: false,
      outside,
      status,
      ...(status === 'failed' ? { failure: 'engine' as const } : {}),
      gaps: [],
      matches,
    };
  }

  function engineFails(): boolean {
    const { engine, sources } = feed.live.get();
    const wanted = { process: 'processes', port: 'sockets', connection: 'sockets', unit: 'units', device: 'device' };
    return (
      engine === 'stopped' ||
      sources.some(({ source, failure }) => failure !== null && source === wanted[asking.query.type])
    );
  }

  /** What is on the screen until the engine has answered: the result before, if it is of the same type. */
  function waitingResult(): Result {
    const before = store.get();
    const { query, errors, text } = asking;
    if (before.type === query.type) return { ...before, errors, status: 'loading' };
    const nothing = {
      columns: null,
      rows: [],
      total: 0,
      kernel: 0,
      counting: false,
      cut: false,
      outside: 0,
      gaps: [],
      matches: everything,
    };
    return { ...nothing, type: query.type, text, query, errors, mode: 'history', status: 'loading' };
  }

  async function askPast(): Promise<void> {
    stopWaiting?.();
    stopWaiting = null;
    last += 1;
    const number = last;
    const { text, query, errors } = asking;
    const programs = programsOnly(query);
    const asked = await ask({
      ask: 'query',
      text: programs === query ? text : formatQuery(programs),
      type: query.type,
    });
    if (number !== last) return;
    if (!asked.ok) {
      store.update((before) => ({ ...before, text, query, errors, status: 'failed', failure: asked.failure }));
      return;
    }
    const answer = asked.value;
    const history = historyOf(answer);
    store.set({
      type: answer.type,
      text,
      query,
      errors,
      mode: 'history',
      columns: answer.columns,
      rows: answer.rows,
      total: answer.total,
      kernel: 0,
      counting: !answer.counted,
      cut: answer.cut,
      outside: 0,
      history,
      status: 'ready',
      gaps: answer.gaps,
      matches: everything,
    });
    if (!answer.counted) ports.after(COUNT_DELAY, () => void count(history));
  }

  /** Asks how many rows an answer has, as long as it is shown. */
  async function count(history: HistoryResult): Promise<void> {
    // While the next one is asked this one is on the screen, and nobody reads how many rows it has.
    const isShown = () => store.get().history === history && store.get().status === 'ready';
    if (!isShown()) return;
    const asked = await ask({ ask: 'count', answer: history.answer.id });
    if (!isShown()) return;
    if (asked.ok) store.update((before) => ({ ...before, ...asked.value, counting: false }));
    else if (asked.failure === 'stale') void askPast();
  }

  function historyOf(answer: QueryAnswer): HistoryResult {
    const come = new Map(answer.rows.map((row) => [row.key, row]));
    return {
      answer,
      row: (key) => come.get(key),
      async page(from) {
        const rows = await pageOf(answer, from);
        for (const row of rows) come.set(row.key, row);
        let more = come.size - MAX_ROWS_COME;
        for (const key of come.keys()) if (more-- > 0) come.delete(key);
        return rows;
      },
    };
  }

  async function pageOf(answer: QueryAnswer, from: number): Promise<readonly Row[]> {
    const asked = await ask({ ask: 'page', answer: answer.id, from, count: PAGE_ROWS });
    if (asked.ok) return asked.value.rows;
    // The engine was started anew, or keeps a later answer: what is shown would have holes.
    const { history, status } = store.get();
    if (asked.failure === 'stale' && history?.answer === answer && status === 'ready') void askPast();
    return [];
  }

  function look(): void {
    const next = parseHere(asking);
    if (next.text === asking.text && next.view === asking.view) {
      asking = next;
      if (store.get().errors !== next.errors) store.update((before) => ({ ...before, errors: next.errors }));
      // Enter, or the field was left: nothing more comes.
      if (stopWaiting && !trail.get().typing) void askPast();
      return;
    }
    asking = next;
    const stopBefore = stopList;
    stopList = followList();
    stopBefore();
    stopWaiting?.();
    stopWaiting = null;
    // An answer that is under way is of a search that is no longer there.
    last += 1;
    if (!asking.past) {
      store.set(liveResult());
      return;
    }
    store.set(waitingResult());
    if (trail.get().typing) stopWaiting = ports.after(ASK_DELAY, () => void askPast());
    else void askPast();
  }

  trail.subscribe(look);
  ports.scope.subscribe(() => !asking.past && store.set(liveResult()));
  let { engine } = feed.live.get();
  feed.live.subscribe(() => {
    const { status } = store.get();
    const before = engine;
    ({ engine } = feed.live.get());
    if (!asking.past && status !== 'ready') store.set(liveResult());
    if (asking.past && status === 'failed' && engine === 'running' && before !== 'running') void askPast();
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    reload() {
      if (asking.past) void askPast();
    },
  };
}
