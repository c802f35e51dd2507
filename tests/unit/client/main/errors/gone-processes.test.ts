import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { describe, expect, it } from 'vitest';
import { ErrorCounter } from '../../../../../client/core/errors/error-counter.ts';
import { reportGoneProcesses } from '../../../../../client/main/errors/error-sources.ts';
import { finderErrors } from '../../../../support/finder-format.ts';

function setUp() {
  const app = new EventEmitter();
  const errors = new ErrorCounter({ words: finderErrors, process: 'main', roots: [] });
  errors.setCollecting(true);
  reportGoneProcesses(app as unknown as App, errors, 'Finder engine');
  const told = () =>
    errors.snapshot().reports.map(({ report: { process, handledBy, reason, class: name, frames }, count }) => ({
      process,
      handledBy,
      reason,
      name,
      frames,
      count,
    }));
  return { app, errors, told };
}

const crash = { name: 'none', frames: [] };

describe('processes that are gone', () => {
  it('are reported by their kind and reason, windows and children', () => {
    const { app, told } = setUp();
    app.emit('render-process-gone', {}, {}, { reason: 'crashed', exitCode: 11 });
    app.emit('render-process-gone', {}, {}, { reason: 'oom', exitCode: 1 });
    app.emit('child-process-gone', {}, { type: 'Utility', name: 'Finder engine', reason: 'killed', exitCode: 9 });
    app.emit('child-process-gone', {}, { type: 'Utility', name: 'Finder engine', reason: 'killed', exitCode: 9 });
    app.emit('child-process-gone', {}, { type: 'Utility', name: 'Network Service', reason: 'crashed', exitCode: 5 });
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'launch-failed', exitCode: 5 });
    expect(told()).toEqual([
      { process: 'renderer', handledBy: 'render-process-gone', reason: 'crashed', count: 1, ...crash },
      { process: 'renderer', handledBy: 'render-process-gone', reason: 'oom', count: 1, ...crash },
      { process: 'engine', handledBy: 'child-process-gone', reason: 'killed', count: 2, ...crash },
      { process: 'helper', handledBy: 'child-process-gone', reason: 'crashed', count: 1, ...crash },
      { process: 'gpu', handledBy: 'child-process-gone', reason: 'launch-failed', count: 1, ...crash },
    ]);
  });

  it('are no errors when they end in order', () => {
    const { app, told } = setUp();
    app.emit('render-process-gone', {}, {}, { reason: 'clean-exit', exitCode: 0 });
    app.emit('child-process-gone', {}, { type: 'Utility', name: 'Finder engine', reason: 'clean-exit', exitCode: 0 });
    expect(told()).toEqual([]);
  });

  it('include a preload script that fails before its page is there', () => {
    const { app, told } = setUp();
    const contents = new EventEmitter();
    app.emit('web-contents-created', {}, contents);
    const error = new ReferenceError('x is not defined');
    error.stack =
      'ReferenceError: x is not defined\n    at <anonymous>:12:7\n    at node:electron/js2c/sandbox_bundle:2:1';
    contents.emit('preload-error', {}, '/home/jane/preload.cjs', error);
    expect(told()).toEqual([
      {
        process: 'preload',
        handledBy: 'uncaught',
        reason: 'none',
        name: 'ReferenceError',
        frames: [{ file: 'preload/index', line: 12, column: 7 }],
        count: 1,
      },
    ]);
  });

  it('are not kept when nothing is collected', () => {
    const { app, errors, told } = setUp();
    errors.setCollecting(false);
    const contents = new EventEmitter();
    app.emit('web-contents-created', {}, contents);
    app.emit('render-process-gone', {}, {}, { reason: 'crashed', exitCode: 11 });
    contents.emit('preload-error', {}, 'preload.cjs', new Error('no'));
    errors.setCollecting(true);
    expect(told()).toEqual([]);
  });
});
