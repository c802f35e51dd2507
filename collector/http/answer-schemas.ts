import { z } from 'zod';
import { MOST_PERIODS } from '../answers/periods.ts';
import type { Question } from '../answers/question.ts';
import { ReceivedOfSchema } from '../answers/questions/completeness.ts';
import { QUESTIONS, type QuestionName, questionNames } from '../answers/questions/questions.ts';
import { DIMENSIONS, PERIODS } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';

/** UTC day, as a number since 1970, of an ISO date. */
export const dayOf = (text: string) => Math.floor(Date.parse(`${text}T00:00:00Z`) / 86_400_000);

export const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => Number.isFinite(dayOf(text)) && isoDay(dayOf(text)) === text, 'no day of the calendar')
  .describe('UTC day of receipt, such as 2026-03-09.');

/** The longest name of a product, version, country and the like that anything is of. */
export const Word = z.string().min(1).max(64);

const filters = Object.fromEntries(
  DIMENSIONS.map((dimension) => [
    dimension,
    Word.optional().describe(
      'Only what is of this; at most three filters, of which operations, errors and retention have the version. `unknown` where batches do not say.',
    ),
  ]),
) as Record<(typeof DIMENSIONS)[number], z.ZodOptional<typeof Word>>;

/** What a question is asked with. */
export const AnswerQuery = z.strictObject({
  from: Day.optional().describe('First day of receipt; by default the oldest that is kept.'),
  to: Day.optional().describe('Last day of receipt, included; by default the newest that has closed.'),
  product: Word.optional().describe('One product; by default all of them together.'),
  votes: z
    .enum(['events', 'installation'])
    .optional()
    .describe(
      'Whether everything counts that happened, which is the default, or each installation alike. Errors, organisations, retention and completeness, which tell installations beside, are the same with either.',
    ),
  compare: z
    .string()
    .regex(new RegExp(`^(?:${DIMENSIONS.join('|')}):.{1,64}$`))
    .optional()
    .describe('Another segment to see beside, such as `version:1.2.0`: in the place of that filter, or of none.'),
  by: z
    .enum(PERIODS)
    .optional()
    .describe(
      `Each day, week or month within the range beside it, at most ${MOST_PERIODS} of them; weeks begin on Mondays. Not of retention and flows.`,
    ),
  sql: z.enum(['0', '1']).optional().describe('1: with the statements behind the answer, as JSON.'),
  format: z.enum(['json', 'csv', 'parquet']).optional(),
  ...filters,
});

export const Range = z.strictObject({ from: Day, to: Day });

/** What `GET /v1/answers` gives. */
export const QuestionList = z.strictObject({
  days: Range.nullable().describe('Closed days that can be asked about; null before the first one has closed.'),
  questions: z.array(z.strictObject({ name: z.enum(questionNames), title: z.string() })),
});

const Value = z.union([z.string(), z.number(), z.array(z.string())]);

const Completeness = z
  .strictObject({
    sessions: ReceivedOfSchema,
    parts: ReceivedOfSchema,
    lost: z.array(z.strictObject({ reason: z.string(), lost: z.number() })).describe('By reason, as `completeness`.'),
  })
  .nullable()
  .describe(
    'What the rows rest on: received of expected of the same range, product and filters, all versions and organisations together, protected as rows are. Null while days of the range are made anew that an earlier version closed.',
  );

/** What `GET /v1/answers/{question}` gives as JSON. */
export function answerSchema(question: QuestionName) {
  const { columns, summary }: Question = QUESTIONS[question];
  const rows = {
    rows: z.array(z.strictObject(columns)),
    ...(summary ? { summary: z.strictObject(summary) } : {}),
  };
  const answered = {
    ...rows,
    completeness: Completeness,
    periods: z
      .array(z.strictObject({ from: Day, to: Day, ...rows }))
      .optional()
      .describe(
        'The same of each period that lies within the range as a whole, oldest first, where that was asked for.',
      ),
  };
  return z.strictObject({
    title: z.string(),
    range: Range,
    k: z
      .int()
      .min(1)
      .describe(
        'From 2 on, rows of fewer installations, or hardly more, and those of which one or two make the most, are not shown, and nothing says whether there are any.',
      ),
    ...answered,
    compared: z
      .strictObject({ dimension: z.enum(DIMENSIONS), segment: Word, ...answered })
      .optional()
      .describe('The same about the other segment, where one was asked for.'),
    statements: z
      .array(z.strictObject({ sql: z.string(), parameters: z.record(z.string(), Value) }))
      .optional()
      .describe(
        'What was asked of the tables, where that was asked for. Their rows are protected before they are shown.',
      ),
  });
}

/** A refusal, by RFC 9457. */
export const Problem = z.looseObject({ title: z.string(), status: z.int() });
