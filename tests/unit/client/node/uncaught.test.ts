import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { reportRejections, reportUncaught } from '../../../../client/node/process-errors.ts';

function setUp(report: typeof reportUncaught) {
  const seen: unknown[][] = [];
  const warnings: unknown[][] = [];
  const process = Object.assign(new EventEmitter(), { emitWarning: (...warning: unknown[]) => warnings.push(warning) });
  report((thrown, handledBy) => seen.push([thrown, handledBy]), process as unknown as NodeJS.Process);
  return { process, seen, warnings };
}

describe('errors that nothing catches', () => {
  it('are reported without being caught, and say whether they were a rejection', () => {
    const { process, seen } = setUp(reportUncaught);
    const error = new TypeError('no');
    process.emit('uncaughtExceptionMonitor', error, 'uncaughtException');
    process.emit('uncaughtExceptionMonitor', error, 'unhandledRejection');
    expect(seen).toEqual([
      [error, 'uncaught'],
      [error, 'rejection'],
    ]);
    // A listener of either would keep Electron's dialog from being shown, or Node from ending the engine.
    expect(process.listenerCount('uncaughtException')).toBe(0);
    expect(process.listenerCount('unhandledRejection')).toBe(0);
  });

  it('are warned of as before when they are rejections', () => {
    const { process, seen, warnings } = setUp(reportRejections);
    const error = new TypeError('not found');
    process.emit('unhandledRejection', error);
    expect(seen).toEqual([[error, 'rejection']]);
    expect(warnings).toEqual([[expect.stringContaining('TypeError: not found'), 'UnhandledPromiseRejectionWarning']]);
  });

  it('are warned of whatever was thrown, and none of its code runs', () => {
    const { process, seen, warnings } = setUp(reportRejections);
    const hostile = {
      [Symbol.for('nodejs.util.inspect.custom')]: () => {
        throw new Error('in the report');
      },
      get message() {
        throw new Error('in the report');
      },
    };
    for (const thrown of [hostile, undefined, null, Symbol('x'), new Proxy({}, {})]) {
      process.emit('unhandledRejection', thrown);
    }
    expect(seen).toHaveLength(5);
    expect(warnings).toHaveLength(5);
  });
});
