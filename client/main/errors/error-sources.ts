import { type App, app, crashReporter } from 'electron';
import type { ErrorCounter } from '../../core/errors/error-counter.ts';
import { describeThrown, processOfChild } from '../../core/errors/error-report.ts';
import { NAMELESS } from '../../core/errors/stack.ts';
import { reduceThrown, type Thrown } from '../../core/errors/thrown.ts';
import type { Catcher } from '../../core/errors/vocabulary.ts';
import { systemClock, systemTimers } from '../../node/platform.ts';
import { type ReportError, reportRejections, reportUncaught } from '../../node/process-errors.ts';
import type { Disk } from '../files/disk.ts';
import type { Program } from '../program.ts';
import { CrashDumps } from './crash-dumps.ts';
import { reloadCrashedWindows } from './restarts.ts';

interface ErrorSourcesParts {
  readonly disk: Disk;
  readonly program: Pick<Program, 'collection' | 'participation'>;
  /** The `serviceName` of the utility process whose errors count as the engine's; a product need not have one. */
  readonly engineName: string | undefined;
  /** Folder of native crash dumps; it exists only under a Yes. */
  readonly crashes: string;
  /** No window is open yet. */
  readonly resting: boolean;
  /** Called when collection of errors begins and when it ends. */
  readonly onCollecting: (collecting: boolean) => void;
}

interface ErrorSources {
  /** Reports what main has caught itself. */
  readonly caught: (thrown: unknown) => void;
  /** Reports what a preload script has caught. */
  readonly caughtInPreload: (thrown: Thrown) => void;
  /** To be called before the first window is made and after every change of participation. */
  follow(): void;
  /** The last window was closed, and its session is sealed. */
  rest(): void;
  /** A window is about to open. */
  wake(): void;
}

/** Joins everything that tells main of an error to the session being collected; without one, nothing is kept. */
export function watchErrors(parts: ErrorSourcesParts): ErrorSources {
  const { disk, program, engineName, crashes, resting, onCollecting } = parts;
  const { errors } = program.collection.measures;
  const report: ReportError = (thrown, handledBy) => errors.report(thrown, handledBy);
  reportUncaught(report);
  reportRejections(report);
  reportGoneProcesses(app, errors, engineName);
  reloadCrashedWindows(app, systemClock, systemTimers);
  const dumps = new CrashDumps(
    {
      disk,
      folder: crashes,
      start: (folder) => {
        app.setPath('crashDumps', folder);
        crashReporter.start({ uploadToServer: false });
      },
      report: (process) => errors.reportCrash(process, 'native-crash'),
    },
    resting,
  );
  const follow = () => {
    const collecting = program.collection.level !== undefined;
    dumps.follow({ allowed: program.participation().level !== 'off', collecting });
    onCollecting(collecting);
  };
  return {
    caught: (thrown) => report(thrown, 'caught'),
    caughtInPreload: (thrown) => reportPreload(errors, thrown, 'caught'),
    follow,
    rest() {
      dumps.rest();
      follow();
    },
    wake() {
      dumps.wake();
      follow();
    },
  };
}

/**
 * Reports processes that end otherwise than they should, and preload scripts that fail before their page can say so.
 * To be called before the first window is made.
 * @param engineName the `serviceName` with which the engine is forked, if there is one
 */
export function reportGoneProcesses(
  app: Pick<App, 'on'>,
  errors: Pick<ErrorCounter, 'reportCrash' | 'absorb' | 'words'>,
  engineName: string | undefined,
): void {
  app.on('render-process-gone', (_event, _contents, { reason }) => {
    if (reason !== 'clean-exit') errors.reportCrash('renderer', 'render-process-gone', reason);
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    errors.reportCrash(processOfChild(details, engineName), 'child-process-gone', details.reason);
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.on('preload-error', (_failed, _path, error) => reportPreload(errors, reduceThrown(error), 'uncaught'));
  });
}

function reportPreload(errors: Pick<ErrorCounter, 'absorb' | 'words'>, thrown: Thrown, handledBy: Catcher): void {
  const report = describeThrown(
    thrown,
    { process: 'preload', handledBy },
    [{ folder: NAMELESS, part: 'preload' }],
    errors.words,
  );
  errors.absorb({ reports: [{ report, count: 1 }], dropped: 0 });
}
