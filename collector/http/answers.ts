import type { FastifyInstance } from 'fastify';
import { type Answer, type AnswerOptions, comparedFilters } from '../answers/answer.ts';
import type { Filter } from '../answers/cells.ts';
import { MOST_PERIODS } from '../answers/periods.ts';
import { type Asked, MOST_DIMENSIONS, type Question } from '../answers/question.ts';
import { QUESTIONS, type QuestionName } from '../answers/questions/questions.ts';
import { type DayRange, periodsWithin } from '../rollups/periods.ts';
import { DIMENSIONS, type Dimension } from '../rollups/tables.ts';
import { isoDay } from '../storage/rows.ts';
import { AnswerQuery, dayOf } from './answer-schemas.ts';
import { besideTable, csvOf, PARQUET_MEDIA_TYPE, parquetOf } from './answer-table.ts';
import { requireRole } from './caller.ts';
import { openApi } from './openapi.ts';
import { sendProblem } from './problem.ts';

export interface AnswerRouteOptions {
  /** Days that answers can be given about, oldest and newest; `undefined` before the first has closed. */
  readonly closedDays: (question?: QuestionName) => Promise<DayRange | undefined>;
  readonly answer: (question: QuestionName, asked: Asked, options: AnswerOptions) => Promise<Answer>;
}

/**
 * `GET /openapi.json` describes what follows; `GET /v1/answers` lists the questions; `GET /v1/answers/{question}` answers one about closed days of receipt:
 * `?from=2026-03-01&to=2026-03-31`, by default all of them; `product`, and up to three of the filters `version`, `os`,
 * `distribution`, `country`, `language`, `level`, `organisation`; `votes=installation`; `compare=version:1.2.0` for another
 * segment beside; `by=day|week|month` for each of these beside the whole; `sql=1` for the statements behind it; `format=json|csv|parquet`.
 *
 * 200 · 400 a parameter that is not understood, or too many filters · 401, 403 without the role of a viewer · 404 no such
 * question, or no closed day in the range · 503 not now, try again after `retry-after`.
 */
export async function answerRoutes(server: FastifyInstance, { closedDays, answer }: AnswerRouteOptions) {
  server.addHook('onRequest', async (request) => {
    await requireRole(request, 'viewer');
  });

  server.get('/openapi.json', async () => openApi());

  server.get('/v1/answers', async () => ({
    days: isoRange(await closedDays()),
    questions: Object.entries(QUESTIONS).map(([name, { title }]) => ({ name, title })),
  }));

  server.get<{ Params: { question: string } }>('/v1/answers/:question', async (request, reply) => {
    const { question } = request.params;
    if (!isQuestion(question)) return sendProblem(reply, 404, 'There is no such question.');
    const read = readQuestion(question, request.query);
    if ('problem' in read) return sendProblem(reply, 400, read.problem);
    const { from, to, format, asked, options } = read;
    const closed = await closedDays(question);
    const range = closed && {
      from: Math.max(closed.from, from === undefined ? closed.from : dayOf(from)),
      to: Math.min(closed.to, to === undefined ? closed.to : dayOf(to)),
    };
    if (!range || range.from > range.to) return sendProblem(reply, 404, 'No day of this range has closed.');
    if (options.by && periodsWithin(options.by, range).length > MOST_PERIODS) {
      return sendProblem(
        reply,
        400,
        `At most ${MOST_PERIODS} periods at a time: ask about less days, or by longer periods.`,
      );
    }
    const answered = await answer(question, { range, ...asked }, options);
    if (format === undefined || format === 'json') return answered;
    for (const [name, value] of besideTable(answered)) reply.header(`candor-${name}`, value);
    if (format === 'parquet') {
      return reply.type(PARQUET_MEDIA_TYPE).send(parquetOf(answered, question, asked.filters));
    }
    return reply.type('text/csv; charset=utf-8').send(csvOf(answered, question, asked.filters));
  });
}

interface Read {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly format: 'json' | 'csv' | 'parquet' | undefined;
  readonly asked: Omit<Asked, 'range'>;
  readonly options: AnswerOptions;
}

/** What the parameters of an address ask for, or why that is not understood. */
function readQuestion(question: QuestionName, query: unknown): Read | { readonly problem: string } {
  const parsed = AnswerQuery.safeParse(query);
  if (!parsed.success) {
    const [{ path: [parameter = ''] = [], message = '' } = {}] = parsed.error.issues;
    return { problem: `The question is not understood: ${String(parameter)} ${message}`.trim() };
  }
  const { from, to, product, votes, compare: comparing, by, sql, format, ...given } = parsed.data;
  const filters = filtersOf(given);
  const compare = comparing === undefined ? undefined : comparedOf(comparing);
  const problem = tooMany(question, compare ? comparedFilters({ filters }, compare) : filters);
  if (problem) return { problem };
  const { hasPeriods = false, isOfRules = false }: Question = QUESTIONS[question];
  if (by && !hasPeriods) return { problem: 'This question is not asked by day, week or month.' };
  if (isOfRules && (compare || filters.length > 0)) {
    return { problem: 'Rules have conditions of their own: this question takes no filters.' };
  }
  const asked = {
    ...(product === undefined ? {} : { product }),
    ...(filters.length === 0 ? {} : { filters }),
    ...(votes === 'installation' ? { votes } : {}),
  };
  const options = { ...(compare ? { compare } : {}), ...(by ? { by } : {}), ...(sql === '1' ? { withSql: true } : {}) };
  return { from, to, format, asked, options };
}

function tooMany(question: QuestionName, filters: readonly Filter[]): string | undefined {
  const { by }: Question = QUESTIONS[question];
  const dimensions = new Set([...filters.map(({ dimension }) => dimension), ...(by ? [by] : [])]);
  if (dimensions.size <= MOST_DIMENSIONS) return undefined;
  return `At most ${by ? `${MOST_DIMENSIONS - 1} filters beside ${by}` : `${MOST_DIMENSIONS} filters`} at a time.`;
}

function filtersOf(given: Readonly<Partial<Record<Dimension, string | undefined>>>): Filter[] {
  return DIMENSIONS.flatMap((dimension) => {
    const segment = given[dimension];
    return segment === undefined ? [] : [{ dimension, segment }];
  });
}

/** A dimension and its segment, with a colon between them. */
function comparedOf(text: string): Filter {
  const at = text.indexOf(':');
  return { dimension: text.slice(0, at) as Dimension, segment: text.slice(at + 1) };
}

function isQuestion(name: string): name is QuestionName {
  return Object.hasOwn(QUESTIONS, name);
}

function isoRange(range: DayRange | undefined) {
  return range ? { from: isoDay(range.from), to: isoDay(range.to) } : null;
}
