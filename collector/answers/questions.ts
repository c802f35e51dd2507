import type { CubeKind } from '../rollups/cubes.ts';

/** A question that the collector answers as a table. */
export interface Question {
  readonly title: string;
  /** What its rows are made of. */
  readonly kind: CubeKind;
  /** Names of the parts of a row's item, in their order. */
  readonly names: readonly string[];
  /** What the row's sum is of. */
  readonly sum: 'uses' | 'sessions' | 'lost' | 'batches';
}

/** All questions, by their names in the address: `/v1/answers/features`. */
export const QUESTIONS = {
  features: { title: 'What is used, and by how many?', kind: 'command', names: ['command'], sum: 'uses' },
  sources: { title: 'From where are commands used?', kind: 'use', names: ['command', 'source'], sum: 'uses' },
  platforms: {
    title: 'Which systems is it run on?',
    kind: 'platform',
    names: ['os', 'osVersion', 'distribution', 'architecture'],
    sum: 'sessions',
  },
  versions: {
    title: 'Which versions are run?',
    kind: 'version',
    names: ['product', 'version', 'runtime'],
    sum: 'sessions',
  },
  completeness: { title: 'What was lost before it was sent?', kind: 'lost', names: ['reason'], sum: 'lost' },
  totals: { title: 'How many take part?', kind: 'sessions', names: [], sum: 'sessions' },
} as const satisfies Readonly<Record<string, Question>>;

export type QuestionName = keyof typeof QUESTIONS;
