import { z } from 'zod';
import type { Question } from '../answers/question.ts';
import { metColumns } from '../answers/questions/findings.ts';
import { QUESTIONS, type QuestionName, questionNames } from '../answers/questions/questions.ts';
import { DIMENSIONS } from '../rollups/tables.ts';
import { AnswerQuery, answerSchema, Problem, QuestionList } from './answer-schemas.ts';
import { PARQUET_MEDIA_TYPE } from './answer-table.ts';
import { Trial, triedSchema } from './rule-trials.ts';

const schemaOf = (type: z.ZodType) => {
  const { $schema: _, ...schema } = z.toJSONSchema(type);
  return schema;
};

const problems = (statuses: Readonly<Record<number, string>>) =>
  Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [
      status,
      { description, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    ]),
  );

const refusals = {
  401: 'Nobody is logged in, and no valid token was sent.',
  403: 'The role does not allow it.',
};

const allParameters = Object.entries(AnswerQuery.shape).map(([name, type]) => {
  const { description, ...schema } = schemaOf(type) as { description?: string };
  return { name, in: 'query', required: false, ...(description ? { description } : {}), schema };
});

function parametersOf(question: QuestionName) {
  const { isOfRules = false }: Question = QUESTIONS[question];
  const others: readonly string[] = isOfRules ? [...DIMENSIONS, 'votes', 'compare', 'by'] : [];
  return allParameters.filter(({ name }) => !others.includes(name));
}

function questionPath(question: QuestionName) {
  const parameters = parametersOf(question);
  return {
    get: {
      operationId: question,
      summary: QUESTIONS[question].title,
      parameters,
      responses: {
        200: {
          description:
            'The answer, largest rows first. With `format=csv` or `parquet` these are its rows and those of its periods and of the other side alone; what stands beside them is JSON in the headers `candor-k`, `candor-completeness`, `candor-summary` where there is one, and `candor-compared` for the other side, in the metadata of a Parquet file as `candor.k` and so on. Summaries of periods are in JSON alone.',
          content: {
            'application/json': { schema: schemaOf(answerSchema(question)) },
            'text/csv': { schema: { type: 'string' } },
            [PARQUET_MEDIA_TYPE]: { schema: {} },
          },
        },
        ...problems({
          400: 'A parameter is not understood, or there are too many filters.',
          ...refusals,
          404: 'No day of the range has closed.',
          503: 'The storage cannot answer now; try again after `retry-after`.',
        }),
      },
    },
  };
}

/** How many would have met conditions that nobody has published. */
const TRYING = {
  operationId: 'tryRule',
  summary: 'How many would a rule have met?',
  description: 'For administrators. Who asked, and about which conditions, is on record.',
  requestBody: { required: true, content: { 'application/json': { schema: schemaOf(Trial) } } },
  responses: {
    200: {
      description: 'The figures, protected as those of published rules are.',
      content: { 'application/json': { schema: schemaOf(triedSchema(metColumns)) } },
    },
    ...problems({
      400: 'The conditions do not compile; `at` says where, as a JSON pointer.',
      ...refusals,
      404: 'There is no such product, or no day of the range has closed.',
      429: 'Too many were tried in an hour; try again after `retry-after`.',
      503: 'The storage cannot answer now; try again after `retry-after`.',
    }),
  },
};

let made: object | undefined;

/**
 * What the collector answers about closed days, as OpenAPI 3.1, made of the schemas that requests are checked with and of the
 * list of questions. The same object each time.
 */
export function openApi(): object {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'Candor Collector',
      version: '1',
      description: 'Answers about closed days, protected as docs/answers-and-privacy.md says.',
    },
    security: [{ token: [] }],
    paths: {
      '/v1/answers': {
        get: {
          operationId: 'questions',
          summary: 'The questions, and the days that can be asked about.',
          responses: {
            200: {
              description: 'The list.',
              content: { 'application/json': { schema: schemaOf(QuestionList) } },
            },
            ...problems({ ...refusals, 503: 'The storage cannot answer now; try again after `retry-after`.' }),
          },
        },
      },
      ...Object.fromEntries(
        questionNames.map((question) => [
          `/v1/answers/${question}`,
          { ...questionPath(question), ...(question === 'findings' ? { post: TRYING } : {}) },
        ]),
      ),
    },
    components: {
      schemas: { Problem: schemaOf(Problem) },
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made by `candor-collector token create`; a viewer’s is enough.',
        },
      },
    },
  };
  return made;
}
