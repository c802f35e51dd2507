import type { Question } from '../../app/finder/asking.ts';
import type { Series, Span } from '../../app/finder/history.ts';
import type { SeriesOf } from '../store/store.ts';
import { AskError } from './ask-error.ts';

type SeriesQuestion = Extract<Question, { ask: 'series' }>;

/** A figure that people see, by the figures that are kept: reading and writing are one line. */
const kept = {
  device: { cpu: ['cpu'], memory: ['memory'], disk: ['read', 'written'], network: ['received', 'sent'] },
  object: { cpu: ['cpu'], memory: ['memory'], disk: ['read', 'written'], network: [] },
} as const;

/** A figure over time. @throws AskError for one that is not kept of such an object. */
export async function seriesOf(
  { of, key, figure, span }: SeriesQuestion,
  ask: (what: SeriesOf, span: Span) => Promise<Series>,
): Promise<Series> {
  const asked: SeriesOf[] =
    of === 'device'
      ? kept.device[figure].map((one) => ({ of: 'system', figure: one }))
      : kept.object[figure].map((one) => ({ of, key, figure: one }));
  const [first, second] = await Promise.all(asked.map((what) => ask(what, span)));
  if (!first) throw new AskError('not-found');
  return second ? { ...first, values: first.values.map((value, at) => sum(value, second.values[at] ?? null)) } : first;
}

/** What is known of two directions together. */
function sum(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : one + other;
}
