import { describe, expect, it } from 'vitest';
import { finder } from '../../../../app/finder/product.ts';
import { type ErrorSnapshot, errorSnapshotShape } from '../../../../client/core/errors/error-counter.ts';
import { createProcessErrors } from '../../../../client/node/process-errors.ts';
import { finderErrors } from '../../../support/finder-format.ts';

const FOLDER = 'file:///opt/Candor%20Finder/resources/app/out/main/';

function failed(): Error {
  const error = new RangeError('jane');
  error.stack = `RangeError: jane\n    at sample (${FOLDER}finder-engine.js:7:9)`;
  return error;
}

function setUp(say?: () => void) {
  const said: ErrorSnapshot[] = [];
  const errors = createProcessErrors(finder, FOLDER, (snapshot) => {
    said.push(snapshot);
    say?.();
  });
  return { errors, said };
}

describe("the engine's errors", () => {
  it('go to main at once, each one, with the place in the engine', () => {
    const { errors, said } = setUp();
    errors.setCollecting(true);
    errors.report(failed(), 'uncaught');
    errors.report(failed(), 'uncaught');
    const report = expect.objectContaining({
      process: 'engine',
      class: 'RangeError',
      frames: [{ file: 'main/finder-engine', line: 7, column: 9 }],
    });
    const one = { reports: [{ report, count: 1 }], dropped: 0 };
    expect(said).toEqual([one, one]);
    expect(said.every(errorSnapshotShape(finderErrors))).toBe(true);
  });

  it('are not kept while nothing is collected', () => {
    const { errors, said } = setUp();
    errors.report(failed(), 'uncaught');
    errors.setCollecting(true);
    errors.setCollecting(false);
    errors.report(failed(), 'caught');
    errors.setCollecting(true);
    expect(said).toEqual([]);
  });

  it('do not make another error when main cannot be reached', () => {
    const { errors, said } = setUp(() => {
      throw new Error('port closed');
    });
    errors.setCollecting(true);
    expect(() => errors.report(failed(), 'caught')).not.toThrow();
    expect(said).toHaveLength(1);
  });
});
