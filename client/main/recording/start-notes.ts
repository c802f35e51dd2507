import path from 'node:path';
import type { BatchFormat } from '../../core/batch/batch-format.ts';
import { covers } from '../../core/consent/levels.ts';
import type { ConsentDecision } from '../../core/consent/record.ts';
import type { ClientLogParameters } from '../../core/product/client-words.ts';
import { attempt, type Disk } from '../files/disk.ts';
import { MAX_LOGS_AT_ONCE } from '../limits.ts';
import type { Program } from '../program.ts';
import { readSessionLog } from './session-log.ts';

interface StartNotesOptions {
  readonly program: Pick<Program, 'collection' | 'participation'>;
  /** The personal decision as it is now. */
  readonly decision: () => ConsentDecision | null;
  /** Looked at once, before anything is sealed, and only for the enhanced level. */
  readonly previousRun: () => PreviousRun;
  /** Files that were damaged and started over. */
  readonly damaged: readonly ClientLogParameters<'store.damaged'>['store'][];
}

/** What is known of a start before its session begins. */
interface Kept {
  /** The Yes under which the start took place. */
  readonly decision: ConsentDecision;
  readonly previousRun: PreviousRun | undefined;
  startedIn: number | undefined;
}

/**
 * What there is to tell of the start itself, which comes before the session can begin. It is kept only under a Yes that
 * is older than the start, and is forgotten as soon as it shows that no session begins under that Yes.
 */
export class StartNotes {
  readonly #options: StartNotesOptions;
  #kept: Kept | undefined;
  #told = false;

  constructor(options: StartNotesOptions) {
    this.#options = options;
    const decision = options.decision();
    if (decision?.answer !== 'yes') return;
    const previousRun = covers(decision.level, 'enhanced') ? options.previousRun() : undefined;
    this.#kept = { decision, previousRun, startedIn: undefined };
  }

  /** The first window was shown, this many milliseconds after the process began. */
  shown(milliseconds: number): void {
    if (!this.#kept || this.#kept.startedIn !== undefined) return;
    this.#kept.startedIn = milliseconds;
    if (this.#told) this.#tellStart(this.#kept);
  }

  /** Participation is known, or is another now. */
  settled(): void {
    const { program, decision } = this.#options;
    const kept = this.#kept;
    if (!kept) return;
    if (decision() !== kept.decision) this.#kept = undefined;
    else if (program.collection.level) this.#tell(kept);
    // A policy may not be known yet, or may allow it again.
    else if (program.participation().reason !== 'policy-off') this.#kept = undefined;
  }

  #tell(kept: Kept): void {
    if (this.#told) return;
    this.#told = true;
    const { log } = this.#options.program.collection;
    if (kept.previousRun) {
      log('app.started', { before: kept.previousRun.before });
      for (let damaged = 0; damaged < kept.previousRun.damaged; damaged++) log('session-log.damaged');
      for (const store of this.#options.damaged) log('store.damaged', { store });
    }
    this.#tellStart(kept);
  }

  #tellStart({ decision, startedIn }: Kept): void {
    const { program } = this.#options;
    if (startedIn === undefined || this.#options.decision() !== decision) return;
    program.collection.measures.operations.record('app.start', 'ok', startedIn);
  }
}

/** What an earlier run has left of itself. */
interface PreviousRun {
  /** How the session before ended; `first` when this profile has had none. */
  readonly before: ClientLogParameters<'app.started'>['before'];
  /** Session logs that cannot be read to their end. */
  readonly damaged: number;
}

/**
 * Looks at the newest session logs before they are sealed: a session that ended in order has none any more.
 * @param sessions folder of the session logs.
 * @param runs sessions that this profile has had.
 */
export function previousRun(disk: Disk, sessions: string, runs: number, format: BatchFormat): PreviousRun {
  const names = (attempt(() => disk.names(sessions)) ?? []).filter((name) => name.endsWith('.log')).sort();
  if (names.length === 0) return { before: runs === 0 ? 'first' : 'quit', damaged: 0 };
  const logs = names
    .slice(-MAX_LOGS_AT_ONCE)
    .map((name) => attempt(() => readSessionLog(disk, path.join(sessions, name), format)));
  return {
    before: logs.at(-1)?.end ?? 'killed',
    damaged: logs.filter((session) => session === undefined || session.damaged).length,
  };
}
