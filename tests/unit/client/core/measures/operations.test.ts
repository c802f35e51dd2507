import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finderWords } from '../../../../../app/finder/words.ts';
import { Histogram } from '../../../../../client/core/measures/histogram.ts';
import { type OperationSnapshot, OperationTable } from '../../../../../client/core/measures/operation-table.ts';
import { OperationRecorder } from '../../../../../client/core/measures/operations.ts';
import { outcomes, throughputClass, throughputClasses } from '../../../../../client/core/measures/throughput.ts';
import { clientCounts, clientOperations } from '../../../../../client/core/product/client-words.ts';
import type { DescribedWord } from '../../../../../client/core/product/words.ts';
import { languages } from '../../../../../client/core/texts/language.ts';
import type { ProductMeasures } from '../../../../../client/main/recording/measures.ts';
import { finderMeasures } from '../../../../support/finder-format.ts';

const nothing: OperationSnapshot = {
  operations: { operation: [], outcome: [], buckets: [], bucket: [], count: [] },
  counts: {},
  throughput: {},
};

function recording() {
  const clock = { now: 0, reads: 0 };
  const recorder = new OperationRecorder(finderMeasures, () => {
    clock.reads++;
    return clock.now;
  });
  recorder.setCollecting(true);
  return { clock, recorder };
}

/** A promise that the test settles. */
function gate() {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** What was recorded, as "operation outcome: about so many milliseconds", to one significant digit. */
function lines({ operations: columns }: OperationSnapshot): string[] {
  let start = 0;
  return columns.operation.map((operation, row) => {
    const end = start + (columns.buckets[row] ?? 0);
    const histogram = Histogram.decode({
      bucket: columns.bucket.slice(start, end),
      count: columns.count.slice(start, end),
    });
    start = end;
    const median = Number(((histogram?.quantile(0.5)?.estimate ?? 0) / 1000).toPrecision(1));
    return `${operation} ${columns.outcome[row]}: ${histogram?.count} of about ${median} ms`;
  });
}

describe('measuring', () => {
  it('gives back what the function gives, and records how long it took', () => {
    const { clock, recorder } = recording();
    const answer = recorder.measure('finder.search', () => {
      clock.now += 100;
      return 42;
    });
    expect(answer).toBe(42);
    expect(lines(recorder.snapshot())).toEqual(['finder.search ok: 1 of about 100 ms']);
  });

  it('throws what the function throws, and records a failure', () => {
    const { clock, recorder } = recording();
    const failure = new Error('no');
    expect(() =>
      recorder.measure('export', () => {
        clock.now += 10;
        throw failure;
      }),
    ).toThrow(failure);
    expect(lines(recorder.snapshot())).toEqual(['export failed: 1 of about 10 ms']);
  });

  it('waits for a promise, whichever way it settles', async () => {
    const { clock, recorder } = recording();
    const good = recorder.measure('finder.search', async () => {
      await Promise.resolve();
      clock.now += 20;
      return 'found';
    });
    await expect(good).resolves.toBe('found');
    const failure = new Error('no');
    const bad = recorder.measure('finder.search', async () => {
      await Promise.resolve();
      clock.now += 30;
      throw failure;
    });
    await expect(bad).rejects.toBe(failure);
    expect(lines(recorder.snapshot())).toEqual([
      'finder.search ok: 1 of about 20 ms',
      'finder.search failed: 1 of about 30 ms',
    ]);
  });

  it('leaves a rejection that nobody handles unhandled, once', async () => {
    const { recorder } = recording();
    const unhandled: unknown[] = [];
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', (reason) => unhandled.push(reason));
    try {
      const failure = new Error('no');
      void recorder.measure('export', () => Promise.reject(failure));
      await new Promise((resolve) => setImmediate(resolve));
      expect(unhandled).toEqual([failure]);
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of others) process.on('unhandledRejection', listener);
    }
  });

  it('keeps nested and overlapping calls apart', async () => {
    const { clock, recorder } = recording();
    const gates = [gate(), gate()] as const;
    const first = recorder.measure('finder.investigation', () => gates[0].promise);
    clock.now += 100;
    const second = recorder.measure('export', () => {
      recorder.measure('view.switch', () => {
        clock.now += 1;
      });
      return gates[1].promise;
    });
    gates[0].resolve();
    await first;
    clock.now += 1000;
    gates[1].resolve();
    await second;
    expect(lines(recorder.snapshot())).toEqual([
      'export ok: 1 of about 1000 ms',
      'finder.investigation ok: 1 of about 100 ms',
      'view.switch ok: 1 of about 1 ms',
    ]);
  });

  it('does not start the work of a thenable that is no promise', () => {
    const { recorder } = recording();
    let started = false;
    const lazy = {
      // biome-ignore lint/suspicious/noThenProperty: a lazy thenable is what is tested.
      then() {
        started = true;
      },
    };
    expect(recorder.measure('export', () => lazy)).toBe(lazy);
    expect(started).toBe(false);
  });

  it('takes no names but those of the list', () => {
    const recorder: ProductMeasures<typeof finderWords>['operations'] = recording().recorder;
    // @ts-expect-error free text is no operation
    const measure = () => recorder.measure('search for jane.doe', () => 1);
    // @ts-expect-error free text is no count
    const count = () => recorder.count('files of jane.doe');
    expect([measure, count]).toHaveLength(2);
  });
});

describe('without consent', () => {
  it('runs the function and does nothing else: not even the clock is read', async () => {
    const clock = { reads: 0 };
    const recorder = new OperationRecorder(finderMeasures, () => ++clock.reads);
    expect(recorder.measure('export', () => 1)).toBe(1);
    await expect(recorder.measure('export', async () => 2)).resolves.toBe(2);
    recorder.record('app.start', 'ok', 400);
    recorder.count('ipc.calls');
    recorder.countMinute(5);
    expect(clock.reads).toBe(0);
    recorder.setCollecting(true);
    expect(recorder.snapshot()).toEqual(nothing);
  });

  it('forgets everything when it is withdrawn', () => {
    const { recorder } = recording();
    recorder.record('app.start', 'ok', 400);
    recorder.count('cache.hits', 3);
    recorder.setCollecting(false);
    expect(recorder.snapshot()).toEqual(nothing);
  });

  it('never records an operation that began before, or under an earlier consent', async () => {
    const { recorder } = recording();
    const gates = Array.from({ length: 3 }, gate);
    const wait = (index: number) => recorder.measure('finder.search', () => gates[index]?.promise);
    const overlapping = wait(0);
    recorder.setCollecting(false);
    const before = wait(1);
    recorder.setCollecting(true);
    const during = wait(2);
    recorder.setCollecting(true);
    for (const { resolve } of gates) resolve();
    await Promise.all([overlapping, before, during]);
    expect(lines(recorder.snapshot())).toEqual(['finder.search ok: 1 of about 0.001 ms']);
  });
});

describe('counting', () => {
  it('adds up and saturates', () => {
    const { recorder } = recording();
    recorder.count('ipc.calls');
    recorder.count('ipc.calls', 4);
    recorder.count('finder.rows-sampled', 4_294_967_295);
    recorder.count('finder.rows-sampled', 10);
    for (const odd of [0, -1, 0.5, Number.NaN, 2 ** 40]) recorder.count('cache.misses', odd);
    expect(recorder.snapshot().counts).toEqual({ 'ipc.calls': 5, 'finder.rows-sampled': 4_294_967_295 });
  });

  it.each([
    [0, 'none'],
    [-3, 'none'],
    [Number.NaN, 'none'],
    [1, 'below-1k'],
    [999, 'below-1k'],
    [1000, 'below-10k'],
    [9999, 'below-10k'],
    [10_000, 'below-100k'],
    [99_999, 'below-100k'],
    [100_000, '100k-and-more'],
  ] as const)('puts a minute of %d rows into %s', (rows, rate) => {
    expect(throughputClass(rows)).toBe(rate);
    const { recorder } = recording();
    recorder.countMinute(rows);
    recorder.countMinute(rows);
    expect(recorder.snapshot().throughput).toEqual({ [rate]: 2 });
  });
});

type Recording = (table: OperationTable) => void;

/** Something to record, for random snapshots. */
const recordings = fc.array(
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...finderMeasures.operations),
        fc.constantFrom(...outcomes),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
      )
      .map(
        (values): Recording =>
          (table) =>
            table.record(...values),
      ),
    fc.tuple(fc.constantFrom(...finderMeasures.counts), fc.integer({ min: 1, max: 1e6 })).map(
      (values): Recording =>
        (table) =>
          table.count(...values),
    ),
    fc.constantFrom(...throughputClasses).map(
      (rate): Recording =>
        (table) =>
          table.countMinute(rate),
    ),
  ),
);

function tableOf(made: readonly Recording[]): OperationTable {
  const table = new OperationTable(finderMeasures);
  for (const record of made) record(table);
  return table;
}

describe('a snapshot', () => {
  it('is the same after a journey through JSON', () => {
    fc.assert(
      fc.property(recordings, (events) => {
        const snapshot = tableOf(events).snapshot();
        expect(OperationTable.read(JSON.parse(JSON.stringify(snapshot)), finderMeasures)?.snapshot()).toEqual(snapshot);
      }),
    );
  });

  it('of two processes together is that of one which did it all', () => {
    fc.assert(
      fc.property(recordings, recordings, (here, there) => {
        const { recorder } = recording();
        expect(recorder.absorb(tableOf(here).snapshot())).toBe(true);
        expect(recorder.absorb(tableOf(there).snapshot())).toBe(true);
        expect(recorder.snapshot()).toEqual(tableOf([...here, ...there]).snapshot());
      }),
    );
  });

  it('starts anew after clearing, with operations under way recorded at their end', async () => {
    const { recorder } = recording();
    const waiting = gate();
    recorder.record('app.start', 'ok', 400);
    const running = recorder.measure('export', () => waiting.promise);
    recorder.clear();
    waiting.resolve();
    await running;
    expect(lines(recorder.snapshot())).toEqual(['export ok: 1 of about 0.001 ms']);
  });

  const row = { operation: ['export'], outcome: ['ok'], buckets: [1], bucket: [3], count: [1] };
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'jane.doe'],
    ['a missing part', { operations: nothing.operations, counts: {} }],
    ['an additional part', { ...nothing, note: 'jane.doe' }],
    ['an unknown operation', { ...nothing, operations: { ...row, operation: ['jane.doe'] } }],
    ['an unknown outcome', { ...nothing, operations: { ...row, outcome: ['maybe'] } }],
    ['columns of two lengths', { ...nothing, operations: { ...row, outcome: [] } }],
    ['a row without buckets', { ...nothing, operations: { ...row, buckets: [0] } }],
    ['more buckets than there are', { ...nothing, operations: { ...row, buckets: [2] } }],
    ['buckets of no row', { ...nothing, operations: { ...row, bucket: [3, 1], count: [1, 1] } }],
    ['counts of no bucket', { ...nothing, operations: { ...row, count: [1, 1] } }],
    [
      'a row twice',
      {
        ...nothing,
        operations: {
          operation: ['export', 'export'],
          outcome: ['ok', 'ok'],
          buckets: [1, 1],
          bucket: [3, 3],
          count: [1, 1],
        },
      },
    ],
    ['an unknown count', { ...nothing, counts: { 'jane.doe': 1 } }],
    ['a prototype for a count', { ...nothing, counts: { toString: 1 } }],
    ['a count of nothing', { ...nothing, counts: { 'ipc.calls': 0 } }],
    ['an unknown class', { ...nothing, throughput: { fast: 1 } }],
  ])('is refused whole with %s', (_, value) => {
    const { recorder } = recording();
    expect(recorder.absorb(value)).toBe(false);
    expect(recorder.snapshot()).toEqual(nothing);
  });

  it('is refused, not thrown at, for any value whatever', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => OperationTable.read(value, finderMeasures)).not.toThrow();
      }),
    );
  });
});

describe('the vocabulary', () => {
  it('says for everything why it is collected', () => {
    const words = [clientOperations, clientCounts, finderWords.operations, finderWords.counts].flatMap(
      (list): DescribedWord[] => Object.values(list),
    );
    expect(words).toHaveLength(finderMeasures.operations.length + finderMeasures.counts.length);
    for (const { title, purpose } of words) {
      for (const language of languages) {
        expect(title[language]).toMatch(/^\p{Lu}/u);
        expect(purpose[language]).toMatch(/^\p{Lu}.+\.$/u);
      }
    }
  });
});
