import { type Figure, quantile } from '../../../scripts/bench/figures.ts';
import { type Asked, askedQuestions } from './asking.ts';
import { collectorTargets as targets } from './targets.ts';
import type { YearlyStore } from './yearly-store.ts';

/** What was measured of one store. */
interface Measured {
  readonly store: YearlyStore;
  readonly asked: readonly Asked[];
  /** The most of the storage while it answered (PSS), in megabytes. */
  readonly memory: number;
  /** Processor time of the storage for an answer, on average, in milliseconds: it depends less than others on what else the computer does. */
  readonly cpu: number;
}

const nameOf = (millions: number, name: string) => `collector.answers.${millions}.${name}`;

/** @param millions of uses of the store; figures go by it. */
export function answersFigures(millions: number, { store, asked, memory, cpu }: Measured): Figure[] {
  const { answers, bytesPerEvent } = targets;
  const of = `${millions} million uses`;
  const one = (name: string, what: string, unit: string, value: number, target?: number): Figure => ({
    name: nameOf(millions, name),
    what: `${of}: ${what}`,
    unit,
    value,
    ...(target === undefined ? {} : { target }),
  });
  const p = (q: number, times: readonly number[]) =>
    quantile(
      [...times].sort((a, b) => a - b),
      q,
    );
  const firstOf = (belongs: (its: Asked) => boolean) => asked.filter(belongs).map(({ first }) => first);
  const all = firstOf(() => true);
  return [
    one('first.p50', 'an answer first asked for, p50', 'ms', p(0.5, all)),
    one('first.p95', 'the same, p95', 'ms', p(0.95, all), answers.first),
    one('first.cpu', 'the same: CPU of the storage, mean', 'ms', cpu),
    ...askedQuestions.flatMap((question) => {
      const its = firstOf((one) => one.question === question);
      return [
        one(`first.${question}.p50`, `${question}, p50`, 'ms', p(0.5, its)),
        one(`first.${question}.p95`, `${question}, p95`, 'ms', p(0.95, its), answers.first),
      ];
    }),
    ...(['week', 'month', 'year'] as const).flatMap((span) =>
      [false, true].map((isFiltered) => {
        const its = firstOf((one) => one.span === span && (one.filter !== '') === isFiltered);
        const name = `first.${span}${isFiltered ? '.filtered' : ''}.p95`;
        return one(name, `of a ${span}, ${isFiltered ? 'one filter' : 'no filter'}, p95`, 'ms', p(0.95, its));
      }),
    ),
    one(
      'kept.p95',
      'an answer that is kept, p95',
      'ms',
      p(
        0.95,
        asked.map(({ kept }) => kept),
      ),
      answers.kept,
    ),
    one('memory', 'most memory of the storage while answering (PSS)', 'MB', memory, answers.memory),
    one(
      'disk',
      'of the store an event, with all that is made of it',
      'B',
      store.all / store.uses,
      answers.bytesPerEvent,
    ),
    one('disk.raw', 'the same of the batches, merged', 'B', store.raw / store.uses, bytesPerEvent),
    one('closing', 'closing all days, weeks and months', 's', store.closing.seconds),
    one('closing.cpu', 'the same: CPU of the storage', 's', store.closing.cpu),
    one('closing.memory', 'most memory of the storage then', 'MB', store.closing.memory, targets.closing.memory),
  ];
}

/** How much longer first answers take of a store with ten times the uses, of the two largest that were measured. */
export function growthFigure(figures: readonly Figure[], uses: readonly number[]): Figure[] {
  const [most = 0] = [...uses].sort((a, b) => b - a);
  const p95 = (millions: number) => figures.find(({ name }) => name === nameOf(millions, 'first.p95'))?.value;
  const [large, small] = [p95(most), p95(most / 10)];
  if (large === undefined || small === undefined) return [];
  return [
    {
      name: 'collector.answers.growth',
      what: `first asked p95, ${most} beside ${most / 10} million uses`,
      unit: 'x',
      value: large / small,
      target: targets.answers.growth,
    },
  ];
}
