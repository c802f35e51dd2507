import path from 'node:path';
import type { SessionReports } from '../../core/batch/batch.ts';
import { fieldCodec } from '../../core/batch/field-codecs.ts';
import { type CollectingLevel, covers } from '../../core/consent/levels.ts';
import { NOTICE_VERSION } from '../../core/consent/notice.ts';
import { debug, swallowed } from '../../core/debug.ts';
import type { BundleRoot } from '../../core/errors/stack.ts';
import type { UsageRecord } from '../../core/ipc/program.ts';
import { logLine } from '../../core/logs/log-lines.ts';
import type { ProductLog } from '../../core/product/client-words.ts';
import type { Product } from '../../core/product/product.ts';
import { type Group, stillCollected } from '../../core/registry/declaration.ts';
import type { Context, Dropped, Organisation, Registry } from '../../core/registry/registry.ts';
import type { DropReason } from '../../core/registry/session-groups.ts';
import type { Clock, Randomness } from '../../node/platform.ts';
import { type Identity, identityFor, nextSession } from '../consent/identity.ts';
import type { Disk } from '../files/disk.ts';
import type { ValueStore } from '../store/open-store.ts';
import { Measures, type MeasuresReport } from './measures.ts';
import { type BatchCodec, sha256 } from './platform-codec.ts';
import { SessionRecorder, sessionHeader } from './recorder.ts';
import type { RecordedSession } from './session-log.ts';
import { utcDay } from './utc-day.ts';

/** What the enhanced level adds and the platform has to be asked for. */
export interface EnhancedValues {
  readonly organisation: Omit<Organisation, 'user'>;
  readonly configuration: SessionReports['configuration'];
}

export interface CollectionOptions {
  readonly product: Pick<Product, 'words'>;
  readonly codec: BatchCodec;
  /** UTC day, "2026-03-09", by which fields expire; the day on which a session begins unless it is given. */
  readonly today?: string | undefined;
  readonly identity: ValueStore<Identity>;
  /** Collected when a session begins, never before. */
  readonly context: () => Context;
  /** Asked when a session of the enhanced level begins, and only then. */
  readonly enhanced: () => Promise<EnhancedValues>;
  /** Where our own code lies, for the frames of error reports. */
  readonly roots: readonly BundleRoot[];
  readonly disk: Disk;
  readonly clock: Clock;
  readonly random: Randomness;
}

/** What the enhanced level adds, as far as it is known and the registry allows it. */
export function enhancedReports(
  { organisation, configuration }: Registry,
  values: EnhancedValues | undefined,
  user: string | undefined,
): Pick<SessionReports, 'organisation' | 'configuration'> {
  return {
    organisation: withinBounds<Organisation>(organisation, {
      ...values?.organisation,
      ...(user === undefined ? {} : { user }),
    }),
    configuration: withinBounds<Record<string, string>>(configuration, { ...values?.configuration }),
  };
}

/** A report of a window, and what it measured. */
export type WindowReport = Pick<UsageRecord, 'events' | 'dropped'> & MeasuresReport;

/**
 * The session that is being collected, if one is: its uses, its measures and, at the enhanced level, its log lines and
 * its organisation. It asks nobody for permission: Program begins and ends it.
 */
export class Collection {
  readonly measures: Measures;
  readonly #options: CollectionOptions;
  readonly #sessions: string;
  #recorder: SessionRecorder | undefined;
  #level: CollectingLevel | undefined;
  #epoch = 0;

  /** @param sessions folder of the session logs. */
  constructor(options: CollectionOptions, sessions: string) {
    this.#options = options;
    this.#sessions = sessions;
    this.measures = new Measures(options.clock, options.product.words, options.roots);
  }

  /** The level of the session; `undefined` when nothing is collected. */
  get level(): CollectingLevel | undefined {
    return this.#recorder?.level;
  }

  /** UTC day by which fields expire: the one on which the session began, or this day when none is under way. */
  get today(): string {
    return this.#recorder?.today ?? this.#options.today ?? utcDay(this.#options.clock.now());
  }

  /**
   * Grows whenever what a window has gathered so far may not be counted in what is collected from now on: the session was
   * thrown away, or the next one is of another level and so of another installation.
   */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Begins a session, under the identity of its level.
   * @returns its run, which counts this profile's sessions.
   * @throws when the disk refuses.
   */
  begin(level: CollectingLevel): number {
    const { identity, context, clock, random, disk, codec } = this.#options;
    const { format } = codec;
    const { today } = this;
    const values = context();
    const known = nextSession(identityFor(level, identity.get(), random));
    identity.set(known);
    const header = sessionHeader(
      {
        sessionId: random.uuid(),
        run: known.runs,
        installation: known.installation,
        keyHash: Buffer.from(sha256(known.key)).toString('hex'),
        level,
        notice: NOTICE_VERSION,
        session: known.sessions,
        context: stillCollected<Context>(format.registry.context, values, today, values),
      },
      clock.now(),
    );
    const recorder = new SessionRecorder(this.#sessions, header, { disk, clock, format, today });
    this.#recorder = recorder;
    if (this.#level !== undefined && this.#level !== level) this.#epoch++;
    this.#level = level;
    this.measures.begin(recorder);
    debug('client', 'session-begun', { level, run: known.runs });
    if (covers(level, 'enhanced')) void this.#enhance(recorder, known.user);
    return known.runs;
  }

  /** Records what a window reports; returns how many uses were taken. */
  record(report: WindowReport): number {
    if (!this.#recorder) return 0;
    this.#recorder.lose('buffer-full', report.dropped);
    const taken = this.#recorder.record(report.events);
    this.measures.absorb(report);
    return taken;
  }

  /** Writes a line of the product log; at the standard level nothing. Never throws. */
  readonly log: ProductLog = (code, ...[parameters]) => this.write(code, parameters);

  /** Like {@link log}, for the codes of a product: one that it has not declared writes nothing. */
  write(code: string, parameters: Readonly<Record<string, unknown>> = {}): void {
    const recorder = this.#recorder;
    if (!recorder || !covers(recorder.level, 'enhanced')) return;
    const { lines = {} } = this.#options.codec.format.registry.logs;
    const line = logLine(lines, code, recorder.seconds, parameters);
    if (line) recorder.write(line);
  }

  /**
   * Says what groups of the product's registry are in the session so far; the last that is said of a group counts. One that
   * the registry does not allow is left out.
   */
  report(reports: Readonly<Record<string, unknown>>): void {
    const recorder = this.#recorder;
    if (!recorder) return;
    const { format } = this.#options.codec;
    const kept = Object.entries(reports).filter(([name, value]) => format.fits(name, value, recorder.level));
    recorder.report(Object.fromEntries(kept));
  }

  /** Counts a loss in the session; `false` when there is none to count it in. */
  lose(reason: DropReason, count: number): boolean {
    this.#recorder?.lose(reason, count);
    return this.#recorder !== undefined;
  }

  loseAll(losses: Dropped): void {
    this.#recorder?.loseAll(losses);
  }

  /** The session so far, as it would be sealed now. */
  preview(): RecordedSession | undefined {
    this.measures.write();
    return this.#recorder?.preview();
  }

  /** Ends the session in order; returns its log, which is to be sealed, and whether all of it was forced to the disk. */
  end(): { readonly log: string; readonly forced: boolean } | undefined {
    const recorder = this.#recorder;
    if (!recorder) return undefined;
    this.measures.write();
    this.measures.end();
    const forced = recorder.end();
    this.#recorder = undefined;
    debug('client', 'session-ended');
    return { log: recorder.file, forced };
  }

  /** Closes the session's log without an end, before it is deleted. */
  abandon(): void {
    if (this.#recorder) {
      debug('client', 'session-abandoned');
      this.#epoch++;
    }
    this.measures.end();
    this.#recorder?.abandon();
    this.#recorder = undefined;
  }

  /**
   * The number of the person is there at once; what the platform has to be asked for follows when it answers. What it
   * does not tell is left out. A session that ends does not wait for it, and its closed log takes nothing more.
   */
  async #enhance(recorder: SessionRecorder, user: string | undefined): Promise<void> {
    const write = (values?: EnhancedValues) =>
      recorder.report(enhancedReports(this.#options.codec.format.registry, values, user));
    write();
    try {
      write(await this.#options.enhanced());
    } catch (error) {
      swallowed('client', 'read-enhanced', error);
      // What cannot be read is not sent.
    }
  }
}

/** Path of the session logs below the program's folder. */
export const sessionsFolder = (directory: string) => path.join(directory, 'sessions');

/**
 * Of some values those that the registry allows for their fields. One that is out of bounds, such as a host name that is
 * none, must not cost the session all the others: a batch is encoded as a whole or not at all.
 */
function withinBounds<T extends object>({ fields }: Group, values: T): T {
  const kept = Object.entries(values).filter(([name, value]) => {
    const field = fields[name];
    return field && fieldCodec(field.type).pack(value) !== undefined;
  });
  return Object.fromEntries(kept) as T;
}
