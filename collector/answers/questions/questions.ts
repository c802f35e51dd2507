import type { Question } from '../question.ts';
import { completeness } from './completeness.ts';
import { errors } from './errors.ts';
import { fields } from './fields.ts';
import { findings } from './findings.ts';
import { flows } from './flows.ts';
import { operations } from './operations.ts';
import { organisations } from './organisations.ts';
import { overview } from './overview.ts';
import { retention } from './retention.ts';
import { features, platforms, sources, totals, versions } from './tables.ts';

/** All questions, by their names in the address: `/v1/answers/features`. */
export const QUESTIONS = {
  overview,
  features,
  sources,
  flows,
  operations,
  errors,
  platforms,
  versions,
  retention,
  organisations,
  findings,
  completeness,
  fields,
  totals,
} as const satisfies Readonly<Record<string, Question>>;

export type QuestionName = keyof typeof QUESTIONS;

export const questionNames = Object.keys(QUESTIONS) as QuestionName[];
