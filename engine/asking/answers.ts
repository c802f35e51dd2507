import { swallowed } from 'candor-client/core';
import type { AnswerTo, Asked, EndOutcome, Question } from '../../app/finder/asking.ts';
import type { DeviceReport } from '../../app/finder/device.ts';
import type { ClearSpan, HistoryStatus, Series } from '../../app/finder/history.ts';
import type { ListChanges, ListTopic } from '../../app/finder/live.ts';
import type { ObjectType } from '../../app/query/query.ts';
import { NoHistory } from '../store/store-api.ts';
import { AskError } from './ask-error.ts';
import { type DetailParts, detailOf } from './detail.ts';
import { findHits, type Lists } from './find.ts';
import type { createPastAnswers } from './past.ts';

/** What questions are asked about the history itself. */
export interface KeptHistory {
  series(question: Extract<Question, { ask: 'series' }>): Promise<Series>;
  values(type: ObjectType, field: string, prefix: string): Promise<readonly string[]>;
  status(): Promise<AnswerTo<'history'>>;
  clear(span: ClearSpan): Promise<HistoryStatus>;
}

export interface AnswerParts {
  readonly device: () => Promise<DeviceReport>;
  /** The lists as they were read last. */
  readonly lists: () => Lists;
  /** Reads those lists now that nobody has had read for longer than a cadence. */
  readonly fresh: (topics: readonly ListTopic[]) => Promise<void>;
  readonly whole: (topic: ListTopic) => ListChanges;
  readonly past: ReturnType<typeof createPastAnswers>;
  readonly detail: Omit<DetailParts, 'lists'>;
  readonly end: (key: string, force: boolean) => EndOutcome;
  readonly history: KeptHistory;
  /** Takes what went wrong that is a fault. */
  readonly caught: (thrown: unknown) => void;
}

const socketTopics = ['processes', 'ports', 'connections', 'units'] as const;

type Answering = {
  readonly [A in Question['ask']]: (question: Extract<Question, { ask: A }>, client: number) => Promise<AnswerTo<A>>;
};

/** Answers the questions of windows. An answer is always given: what keeps it from being one is told instead. */
export function createAnswers(parts: AnswerParts): (client: number, question: Question) => Promise<Asked> {
  const answering: Answering = {
    device: () => parts.device(),
    async list({ topic }) {
      await parts.fresh([topic]);
      return parts.whole(topic);
    },
    query: ({ text, type }, client) => parts.past.query(client, text, type),
    page: async ({ answer, from, count }, client) => ({ rows: await parts.past.page(client, answer, from, count) }),
    count: ({ answer }, client) => parts.past.count(client, answer),
    async find({ text }) {
      await parts.fresh(socketTopics);
      return { hits: findHits(text, parts.lists()) };
    },
    series: (question) => parts.history.series(question),
    async detail({ type, key }) {
      await parts.fresh(socketTopics);
      return await detailOf(type, key, { ...parts.detail, lists: parts.lists });
    },
    values: ({ type, field, prefix }) => parts.history.values(type, field, prefix),
    end: async ({ key, force }) => ({ outcome: parts.end(key, force) }),
    history: () => parts.history.status(),
    clear: ({ span }) => parts.history.clear(span),
  };

  return async (client, question) => {
    try {
      const answer = answering[question.ask] as (question: Question, client: number) => Promise<unknown>;
      return { ok: true, value: (await answer(question, client)) as AnswerTo<Question['ask']> };
    } catch (error) {
      swallowed('engine', 'answer', error);
      if (error instanceof AskError) return { ok: false, failure: error.failure };
      // That there is no history to ask is told by its own state.
      if (!(error instanceof NoHistory)) parts.caught(error);
      return { ok: false, failure: failureOf(question) };
    }
  };
}

/** Questions that the store answers fail by the store. */
function failureOf({ ask }: Question) {
  return ask === 'query' ||
    ask === 'count' ||
    ask === 'series' ||
    ask === 'values' ||
    ask === 'history' ||
    ask === 'clear'
    ? 'store'
    : 'engine';
}
