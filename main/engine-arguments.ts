import path from 'node:path';
import type { HistorySettings } from '../app/finder/engine.ts';
import { MAX_CLOCK_AHEAD, writeEngineArguments } from '../app/finder/engine-arguments.ts';
import type { Settings } from '../app/settings.ts';

/** Environment variable by which a test moves the engine's clock, in whole milliseconds. */
const CLOCK_VARIABLE = 'CANDOR_CLOCK_AHEAD';

interface EngineStart {
  readonly locale: string;
  readonly collecting: boolean;
  /** PID of this process. */
  readonly main: number;
  /** Folder of the user's profile. */
  readonly profile: string;
  /** Whether this is a build that users get: its clock is the system's. */
  readonly packaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the Finder engine's process is started with, see app/finder/engine-arguments.ts. */
export function engineArguments({ locale, collecting, main, profile, packaged, environment }: EngineStart): string[] {
  return writeEngineArguments({
    locale,
    collecting,
    main,
    history: historyFolder(profile),
    clockAhead: packaged ? 0 : clockAhead(environment[CLOCK_VARIABLE]),
  });
}

/** Folder of the history in a profile. */
export const historyFolder = (profile: string) => path.join(profile, 'history');

/** What is no whole number, or too far off, moves nothing. */
function clockAhead(text: string | undefined): number {
  const ahead = /^-?\d{1,15}$/.test(text ?? '') ? Number(text) : 0;
  return Math.abs(ahead) <= MAX_CLOCK_AHEAD ? ahead : 0;
}

/** How the history is kept, as the engine is told. */
export function historySettings(settings: Settings): HistorySettings {
  const { history, historyDays, historyMegabytes, historyMemory, excludedPrograms } = settings;
  return {
    on: history,
    days: historyDays,
    megabytes: historyMegabytes,
    memory: historyMemory,
    excluded: [...excludedPrograms],
  };
}
