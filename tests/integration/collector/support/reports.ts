import { finder } from '../../../../app/finder/product.ts';
import type { SessionReports } from '../../../../client/core/batch/batch.ts';
import { MAX_COUNT } from '../../../../client/core/batch/limits.ts';
import { MAX_FRAMES, MAX_POSITION, MAX_REPORTS, MAX_STACK_LINES } from '../../../../client/core/errors/limits.ts';
import { type LogLine, MAX_LOG_LINES } from '../../../../client/core/logs/log-lines.ts';
import { MAX_BUCKETS } from '../../../../client/core/measures/histogram.ts';
import { OperationTable } from '../../../../client/core/measures/operation-table.ts';
import { outcomes, throughputClasses } from '../../../../client/core/measures/throughput.ts';
import { MAX_HOST, SESSION_SECONDS } from '../../../../client/core/registry/field-types.ts';
import { finderErrors, finderLines, finderMeasures } from '../../../support/finder-format.ts';
import { fullReports } from '../../../support/full-reports.ts';

/** Durations in microseconds of {@link someReports}. */
export const someDurations = [900, 1000, 1100, 40_000, 40_000, 2_000_000] as const;

function someOperations(): OperationTable {
  const table = new OperationTable(finderMeasures);
  for (const duration of someDurations) table.record('finder.search', 'ok', duration);
  table.record('finder.search', 'failed', 86_400_000_000);
  table.record('app.quit', 'ok', 0);
  table.count('ipc.calls', MAX_COUNT);
  table.count('cache.misses', 3);
  for (const minute of ['none', 'below-10k', 'below-10k'] as const) table.countMinute(minute);
  return table;
}

/** Something of every kind, with durations that are known one by one. */
export const someReports: SessionReports = { ...fullReports, ...someOperations().snapshot() };

/** The most that a session can have found, in the longest words. */
export const largestReports: SessionReports = {
  operations: {
    operation: finderMeasures.operations.flatMap((id) => outcomes.map(() => id)),
    outcome: finderMeasures.operations.flatMap(() => outcomes),
    buckets: finderMeasures.operations.flatMap(() => outcomes.map(() => MAX_BUCKETS)),
    bucket: finderMeasures.operations.flatMap(() =>
      outcomes.flatMap(() => Array.from({ length: MAX_BUCKETS }, (_, at) => +(at > 0))),
    ),
    count: finderMeasures.operations.flatMap(() => outcomes.flatMap(() => Array<number>(MAX_BUCKETS).fill(MAX_COUNT))),
  },
  counts: Object.fromEntries(finderMeasures.counts.map((id) => [id, MAX_COUNT])),
  throughput: Object.fromEntries(throughputClasses.map((rate) => [rate, MAX_COUNT])),
  errors: Array.from({ length: MAX_REPORTS }, (_, index) => ({
    report: {
      class: longest(finderErrors.classes),
      code: longest(finderErrors.codes),
      process: 'renderer',
      handledBy: 'rejection',
      reason: 'none',
      frames: Array.from({ length: MAX_FRAMES }, () => ({
        file: longest(finderErrors.files),
        line: MAX_POSITION,
        column: MAX_POSITION - index,
      })),
      foreign: MAX_STACK_LINES,
    },
    count: MAX_COUNT,
  })),
  logs: Array<LogLine>(MAX_LOG_LINES).fill(longestLine()),
  organisation: {
    user: 'ffffffff-ffff-4fff-bfff-ffffffffffff',
    domain: ['a', 'b', 'c', 'd']
      .map((letter) => letter.repeat(61))
      .join('.')
      .padEnd(MAX_HOST - 4, 'd')
      .concat('.org'),
    role: 'administrator',
    customer: 'C'.repeat(64),
    licence: 'L'.repeat(64),
  },
  configuration: Object.fromEntries(
    Object.entries(finder.words.settings).map(([name, { values }]) => [name, longest<string>(values)]),
  ),
};

function longestLine(): LogLine {
  const lines = Object.keys(finderLines).map((code: string): LogLine => {
    const types = Object.values(finderLines[code]?.parameters ?? {});
    return {
      code,
      time: SESSION_SECONDS,
      values: types.map((type) => ('max' in type ? type.max : longest(type.values))),
    };
  });
  return lines.reduce((a, b) => (JSON.stringify(a).length >= JSON.stringify(b).length ? a : b));
}

function longest<Word extends string>(words: readonly Word[]): Word {
  return words.reduce((a, b) => (a.length >= b.length ? a : b));
}
