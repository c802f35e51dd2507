import type { Overview } from 'candor-client/core';
import type { Journal } from '../journal/journal.ts';
import { KEPT_ANSWERS } from '../limits.ts';
import type { Loader } from '../loader/loader.ts';
import { OverviewCache } from '../queries/overview-cache.ts';
import { queryOverview } from '../queries/overview-query.ts';
import type { Closer } from '../rollups/closer.ts';
import type { DayRange } from '../rollups/periods.ts';
import { DIMENSIONS } from '../rollups/tables.ts';
import type { SourceMaps } from '../sourcemaps/source-maps.ts';
import type { Storage } from '../storage/storage.ts';
import type { PublishedRules } from '../suggestions/published.ts';
import { type Answer, type AnswerOptions, answer, type Beside, besideOf } from './answer.ts';
import { queryClosedDays } from './closed-days.ts';
import { closedOverview } from './closed-overview.ts';
import { COMPLETENESS_SINCE } from './completeness.ts';
import type { AnswerRules, Asked, Asking, Question } from './question.ts';
import { QUESTIONS, type QuestionName } from './questions/questions.ts';

export interface AnswersOptions extends AnswerRules {
  readonly storage: Storage;
  /** Closes the days of this storage; where nobody does, figures are those of this moment. */
  readonly closer: Pick<Closer, 'closedThrough'> | undefined;
  readonly loader: Pick<Loader, 'loaded'>;
  readonly journal: Pick<Journal, 'waiting'>;
  readonly sources: Pick<SourceMaps, 'find'>;
  /** The rules that are published; none where nobody can tell. */
  readonly published?: () => Promise<readonly PublishedRules[]>;
}

/**
 * The answers of a collector. Those about closed days do not change until another day closes or somebody is erased, so they
 * are kept, and asked for once however many wait for the same.
 */
export class Answers {
  readonly #options: AnswersOptions;
  readonly #live: OverviewCache;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(options: AnswersOptions) {
    this.#options = options;
    this.#live = new OverviewCache(() => queryOverview(options.storage, options.k, options.of));
  }

  /** The figures of the first page: those of closed days, or with `k` = 1 and where no days close those of this moment. */
  readonly overview = (): Promise<Overview> => {
    const { storage, closer, loader, journal, k } = this.#options;
    if (k === 1 || !closer) return this.#live.get(loader.loaded, journal.waiting);
    return this.#once('overview', () => closedOverview(storage, this.#options));
  };

  /**
   * The closed days that answers can be given about; `undefined` before there is one.
   * @param question of one question: days that were closed before what it is made of was there are none of them.
   */
  readonly closedDays = (question?: QuestionName): Promise<DayRange | undefined> =>
    this.#closedDays(question ? QUESTIONS[question].since : 1);

  readonly #closedDays = (since: number): Promise<DayRange | undefined> => {
    const { storage, closer } = this.#options;
    return this.#once(`days ${since}`, async () => closer && (await queryClosedDays(storage, since)));
  };

  /**
   * @param asked with a range of closed days.
   * @throws StorageUnavailable when the storage cannot answer now.
   */
  readonly answer = async (question: QuestionName, asked: Asked, options: AnswerOptions = {}): Promise<Answer> => {
    const { storage, closer, sources, k, of } = this.#options;
    const closedThrough = closer?.closedThrough ?? 0;
    const { isOfRules = false }: Question = QUESTIONS[question];
    const published = isOfRules ? await this.#options.published?.() : undefined;
    const asking = { storage, asked, closedThrough, sources, rules: { k, of }, ...(published ? { published } : {}) };
    return await this.#once(JSON.stringify([question, asked, options, published]), () =>
      answer(QUESTIONS[question], asking, options, this.#beside),
    );
  };

  /** The same for every question about a range, product and filters, so it is asked for once. */
  readonly #beside = (asking: Asking): Promise<Beside> => {
    const { range, product, filters = [] } = asking.asked;
    const inOrder = DIMENSIONS.flatMap((dimension) => filters.filter((filter) => filter.dimension === dimension));
    return this.#once(JSON.stringify(['beside', range, product, inOrder]), async () => {
      const days = await this.#closedDays(COMPLETENESS_SINCE);
      if (!days || range.from < days.from) return { completeness: null, statements: [] };
      return await besideOf(asking);
    });
  };

  /** The figures have changed: a day has closed, or somebody was erased. */
  forget(): void {
    this.#kept.clear();
    this.#live.forget();
  }

  #once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const kept = this.#kept.get(key) as Promise<T> | undefined;
    if (kept) return kept;
    const asked = ask();
    this.#kept.set(key, asked);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT_ANSWERS && oldest !== undefined) this.#kept.delete(oldest);
    asked.catch(() => {
      if (this.#kept.get(key) === asked) this.#kept.delete(key);
    });
    return asked;
  }
}
