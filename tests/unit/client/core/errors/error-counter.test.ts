import { describe, expect, it } from 'vitest';
import { ErrorCounter, type ErrorCounterOptions } from '../../../../../client/core/errors/error-counter.ts';
import type { ErrorReport } from '../../../../../client/core/errors/error-report.ts';
import { finderErrors } from '../../../../support/finder-format.ts';

const roots = [{ folder: 'app://finder/assets/', part: 'renderer' }] as const;
const nothing = { reports: [], dropped: 0 };

function collecting(options: Partial<ErrorCounterOptions> = {}): ErrorCounter {
  const counter = new ErrorCounter({ words: finderErrors, process: 'renderer', roots, ...options });
  counter.setCollecting(true);
  return counter;
}

/** An error thrown in a line of our own. */
function failedIn(line: number): Error {
  const error = new Error('jane.doe');
  error.stack = `Error: jane.doe\n    at x (app://finder/assets/index.js:${line}:1)`;
  return error;
}

const counts = (counter: ErrorCounter) => counter.snapshot().reports.map(({ count }) => count);

describe('counting errors', () => {
  it('keeps one report for each fingerprint, with a count', () => {
    const counter = collecting();
    counter.report(failedIn(1), 'uncaught');
    counter.report(failedIn(2), 'uncaught');
    counter.report(failedIn(1), 'uncaught');
    counter.report(failedIn(1), 'boundary');
    expect(counts(counter)).toEqual([2, 1, 1]);
    expect(JSON.stringify(counter.snapshot())).not.toContain('jane');
  });

  it('keeps 50 different ones and counts what is beyond', () => {
    const counter = collecting();
    for (let line = 1; line <= 60; line++) counter.report(failedIn(line), 'uncaught');
    counter.report(failedIn(7), 'uncaught');
    expect(counter.snapshot().reports).toHaveLength(50);
    expect(counter.snapshot().dropped).toBe(10);
    expect(counts(counter)[6]).toBe(2);
  });

  it('hands on each new report at once, and only then', () => {
    const seen: ErrorReport[] = [];
    const counter = collecting({ onFirst: (report) => seen.push(report) });
    counter.report(failedIn(1), 'caught');
    counter.report(failedIn(1), 'caught');
    counter.reportCrash('gpu', 'child-process-gone', 'crashed');
    expect(seen.map(({ handledBy }) => handledBy)).toEqual(['caught', 'child-process-gone']);
  });

  it('keeps nothing while collection is off, and forgets when it is withdrawn', () => {
    const counter = new ErrorCounter({ words: finderErrors, process: 'main', roots });
    counter.report(failedIn(1), 'uncaught');
    counter.reportCrash('renderer', 'render-process-gone', 'oom');
    expect(counter.snapshot()).toEqual(nothing);
    counter.setCollecting(true);
    counter.report(failedIn(1), 'uncaught');
    counter.setCollecting(false);
    expect(counter.snapshot()).toEqual(nothing);
  });

  it('does not even look at the error while collection is off', () => {
    const counter = new ErrorCounter({ words: finderErrors, process: 'main', roots });
    let reads = 0;
    counter.report(new Proxy(new Error('x'), { get: () => reads++ }), 'uncaught');
    expect(reads).toBe(0);
  });

  it('keeps nothing of an error whose description withdrew consent', () => {
    const counter = collecting();
    const error = Object.defineProperty(new Error('x'), 'code', { get: () => counter.setCollecting(false) });
    counter.report(error, 'uncaught');
    expect(counter.snapshot()).toEqual(nothing);
  });
});

describe('an error while an error is reported', () => {
  it('does not loop when the thrown value reports by itself', () => {
    const counter = collecting();
    const error: Error = Object.defineProperty(new Error('x'), 'code', {
      get(): string {
        counter.report(error, 'uncaught');
        throw new Error('again');
      },
    });
    counter.report(error, 'uncaught');
    expect(counts(counter)).toEqual([1]);
    expect(counter.snapshot().dropped).toBe(1);
  });

  it('does not loop when handing on fails, and keeps the report', () => {
    const counter: ErrorCounter = collecting({
      onFirst() {
        counter.report(failedIn(99), 'uncaught');
        throw new Error('disk full');
      },
    });
    expect(() => counter.report(failedIn(1), 'uncaught')).not.toThrow();
    expect(counts(counter)).toEqual([1]);
    expect(counter.snapshot().dropped).toBe(1);
    counter.report(failedIn(2), 'uncaught');
    expect(counts(counter)).toEqual([1, 1]);
  });
});

describe('errors that are handed over', () => {
  it('are counted anew afterwards', () => {
    const counter = collecting();
    counter.report(failedIn(1), 'uncaught');
    counter.report(failedIn(1), 'uncaught');
    counter.report(failedIn(2), 'uncaught');
    expect(counter.take().reports.map(({ count }) => count)).toEqual([2, 1]);
    expect(counter.snapshot()).toEqual(nothing);
    expect(counter.take()).toEqual(nothing);
    counter.report(failedIn(2), 'uncaught');
    expect(counts(counter)).toEqual([1]);
  });

  it('are each handed over once, whenever that is', () => {
    const counter = collecting();
    const taken = [1, 2, 1, 1, 3, 2].map((line) => {
      counter.report(failedIn(line), 'caught');
      return line % 2 === 0 ? counter.take() : nothing;
    });
    const total = [...taken, counter.take()]
      .flatMap(({ reports }) => reports)
      .reduce((sum, { count }) => sum + count, 0);
    expect(total).toBe(6);
  });

  it('are no news when they happen again, until they are forgotten', () => {
    const seen: ErrorReport[] = [];
    const counter = collecting({ onFirst: (report) => seen.push(report) });
    counter.report(failedIn(1), 'caught');
    counter.take();
    counter.report(failedIn(1), 'caught');
    expect(seen).toHaveLength(1);
    counter.clear();
    counter.report(failedIn(1), 'caught');
    expect(seen).toHaveLength(2);
  });

  it('still count towards the 50 of the session, and what was lost is handed over with them', () => {
    const counter = collecting();
    for (let line = 1; line <= 50; line++) counter.report(failedIn(line), 'uncaught');
    expect(counter.take().reports).toHaveLength(50);
    counter.report(failedIn(51), 'uncaught');
    counter.report(failedIn(50), 'uncaught');
    expect(counter.take()).toEqual({ reports: [expect.objectContaining({ count: 1 })], dropped: 1 });
    expect(counter.take().dropped).toBe(0);
  });

  it('are not changed by what happens later', () => {
    const counter = collecting();
    counter.report(failedIn(1), 'uncaught');
    const taken = counter.take();
    counter.report(failedIn(1), 'uncaught');
    counter.report(failedIn(1), 'uncaught');
    expect(taken.reports.map(({ count }) => count)).toEqual([1]);
  });

  it('are as another process takes them', () => {
    const [window, main] = [collecting(), collecting({ process: 'main' })];
    for (let times = 0; times < 3; times++) {
      window.report(failedIn(1), 'uncaught');
      expect(main.absorb(structuredClone(window.take()))).toBe(true);
    }
    expect(counts(main)).toEqual([3]);
  });
});

describe('errors of another process', () => {
  it('are added to those of this one', () => {
    const window = collecting();
    window.report(failedIn(1), 'uncaught');
    window.report(failedIn(1), 'uncaught');
    const main = collecting({ process: 'main' });
    const snapshot = structuredClone(window.snapshot());
    expect(main.absorb(snapshot)).toBe(true);
    expect(main.absorb(snapshot)).toBe(true);
    expect(main.snapshot()).toEqual({ reports: [{ report: snapshot.reports[0]?.report, count: 4 }], dropped: 0 });
  });

  it('fill the session only up to its bound, with their counts dropped', () => {
    const [first, second] = [collecting(), collecting()];
    for (let line = 1; line <= 50; line++) {
      first.report(failedIn(line), 'uncaught');
      second.report(failedIn(100 + line), 'uncaught');
      second.report(failedIn(100 + line), 'uncaught');
    }
    const main = collecting();
    main.absorb(first.snapshot());
    main.absorb(second.snapshot());
    expect(main.snapshot().reports).toHaveLength(50);
    expect(main.snapshot().dropped).toBe(100);
  });

  it('saturate their counts', () => {
    const window = collecting();
    window.report(failedIn(1), 'uncaught');
    const report = window.snapshot().reports[0]?.report;
    const main = collecting();
    for (let times = 0; times < 2; times++) {
      main.absorb({ reports: [{ report, count: 4_294_967_295 }], dropped: 4_294_967_295 });
    }
    expect(main.snapshot()).toEqual({ reports: [{ report, count: 4_294_967_295 }], dropped: 4_294_967_295 });
  });

  it('are taken by nobody while collection is off', () => {
    const window = collecting();
    window.report(failedIn(1), 'uncaught');
    const main = new ErrorCounter({ words: finderErrors, process: 'main', roots });
    expect(main.absorb(window.snapshot())).toBe(true);
    expect(main.snapshot()).toEqual(nothing);
  });

  const valid = (() => {
    const window = collecting();
    window.report(failedIn(1), 'uncaught');
    return window.snapshot();
  })();
  const [entry] = valid.reports;
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['no reports', { dropped: 0 }],
    ['something besides', { ...valid, note: 'jane.doe' }],
    ['something besides a report', { ...valid, reports: [{ ...entry, note: 'jane.doe' }] }],
    ['a report that is none', { ...valid, reports: [{ report: { message: 'jane.doe' }, count: 1 }] }],
    ['a count of nothing', { ...valid, reports: [{ ...entry, count: 0 }] }],
    ['too many reports', { ...valid, reports: Array.from({ length: 51 }, () => entry) }],
    ['a negative loss', { ...valid, dropped: -1 }],
    ['a hole among the reports', { ...valid, reports: Array(1) }],
    ['a hole among the frames', { ...valid, reports: [{ ...entry, report: { ...entry?.report, frames: Array(1) } }] }],
  ])('are refused whole with %s', (_, snapshot) => {
    const main = collecting();
    expect(main.absorb(snapshot)).toBe(false);
    expect(main.snapshot()).toEqual(nothing);
  });
});
