import { z } from 'zod';
import type { Question } from '../answers/question.ts';
import { QUESTIONS, type QuestionName, questionNames } from '../answers/questions/questions.ts';
import { DIMENSIONS } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';

/** UTC day, as a number since 1970, of an ISO date. */
export const dayOf = (text: string) => Math.floor(Date.parse(`${text}T00:00:00Z`) / 86_400_000);

const Day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .refine((text) => Number.isFinite(dayOf(text)) && isoDay(dayOf(text)) === text, 'no day of the calendar')
  .describe('UTC day of receipt, such as 2026-03-09.');

/** The longest name of a product, version, country and the like that anything is of. */
const Word = z.string().min(1).max(64);

const filters = Object.fromEntries(
  DIMENSIONS.map((dimension) => [
    dimension,
    Word.optional().describe(
      'Only what is of this; at most three filters, of which operations and errors have the version. `unknown` where batches do not say.',
    ),
  ]),
) as Record<(typeof DIMENSIONS)[number], z.ZodOptional<typeof Word>>;

/** What a question is asked with. */
export const AnswerQuery = z.strictObject({
  from: Day.optional().describe('First day of receipt; by default the oldest that is kept.'),
  to: Day.optional().describe('Last day of receipt, included; by default the newest that has closed.'),
  product: Word.optional().describe('One product; by default all of them together.'),
  format: z.enum(['json', 'csv']).optional(),
  ...filters,
});

const Range = z.strictObject({ from: Day, to: Day });

/** What `GET /v1/answers` gives. */
export const QuestionList = z.strictObject({
  days: Range.nullable().describe('Closed days that can be asked about; null before the first one has closed.'),
  questions: z.array(z.strictObject({ name: z.enum(questionNames), title: z.string() })),
});

/** What `GET /v1/answers/{question}` gives as JSON. */
export function answerSchema(question: QuestionName) {
  const { columns, summary }: Question = QUESTIONS[question];
  return z.strictObject({
    title: z.string(),
    range: Range,
    k: z.int().min(1).describe('Rows of fewer installations are withheld.'),
    rows: z.array(z.strictObject(columns)),
    ...(summary ? { summary: z.strictObject(summary) } : {}),
    withheld: z
      .strictObject({ few: z.int().min(0), dominated: z.int().min(0) })
      .describe('Rows that exist and are not shown, by reason.'),
  });
}

/** A refusal, by RFC 9457. */
export const Problem = z.looseObject({ title: z.string(), status: z.int() });
