import { z } from 'zod';
import type { DayRange } from '../rollups/periods.ts';
import { PERIODS } from '../rollups/tables.ts';
import { WithoutStorage } from '../storage/none/no-storage.ts';
import type { Answer, AnswerOptions } from './answer.ts';
import { Answers, type AnswersOptions } from './answers.ts';
import type { Asked } from './question.ts';
import { type QuestionName, questionNames } from './questions/questions.ts';

/** Whoever gives answers: a collector, to the command line beside it, or the command line itself where none runs. */
export interface Answering {
  /** Groups of fewer installations are withheld. */
  readonly k: number;
  /** As {@link Answers.closedDays}. */
  readonly closedDays: (question?: QuestionName) => Promise<DayRange | undefined>;
  /** As {@link Answers.answer}. @throws Error that says why there is no answer. */
  readonly answer: (question: QuestionName, asked: Asked, options?: AnswerOptions) => Promise<Answer>;
}

const question = z.enum(questionNames as [QuestionName, ...QuestionName[]]);
const day = z.int().min(0);

/** What the command line asks a collector that runs, over its socket. */
const AskedBeside = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('days'), k: z.int().min(1), question: question.optional() }),
  z.strictObject({
    what: z.literal('answer'),
    k: z.int().min(1),
    question,
    asked: z.strictObject({
      range: z.strictObject({ from: day, to: day }),
      product: z.string().optional(),
      votes: z.enum(['events', 'installation']).optional(),
    }),
    by: z.enum(PERIODS).optional(),
  }),
]);
export type AskedBeside = z.infer<typeof AskedBeside>;

const ClosedDays = z.strictObject({
  k: z.int().min(1),
  days: z.strictObject({ from: day, to: day }).nullable(),
});

/**
 * Answers what the command line asks. Whoever asks with a smaller `k` than the collector's own gets the collector's.
 * @param own the answers of the collector, made with `options`.
 * @returns JSON.
 */
export async function answerBeside(asked: unknown, own: Answers, options: AnswersOptions): Promise<string> {
  if (!options.closer) throw new WithoutStorage();
  const { k, ...request } = AskedBeside.parse(asked);
  const answers = k > options.k ? new Answers({ ...options, k }) : own;
  if (request.what === 'days') {
    const days = await answers.closedDays(request.question);
    return JSON.stringify({ k: Math.max(k, options.k), days: days ?? null } satisfies z.infer<typeof ClosedDays>);
  }
  const { product, votes, range } = request.asked;
  const about = { range, ...(product === undefined ? {} : { product }), ...(votes ? { votes } : {}) };
  return JSON.stringify(await answers.answer(request.question, about, request.by ? { by: request.by } : {}));
}

/**
 * The answers of a collector in another process.
 * @param ask hands it what is asked, and resolves to the JSON of {@link answerBeside}.
 * @param k at least; the collector's own where that is larger.
 */
export async function answeringBeside(ask: (asked: AskedBeside) => Promise<string>, k: number): Promise<Answering> {
  const closedDays = async (question?: QuestionName) =>
    ClosedDays.parse(JSON.parse(await ask({ what: 'days', k, ...(question ? { question } : {}) })));
  const first = await closedDays();
  return {
    k: first.k,
    closedDays: async (question) => (question ? await closedDays(question) : first).days ?? undefined,
    answer: async (question, { range, product, votes }, { by } = {}) => {
      const asked = { range, product, votes };
      return JSON.parse(await ask({ what: 'answer', k, question, asked, by })) as Answer;
    },
  };
}
