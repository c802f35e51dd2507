import path from 'node:path';
import type { Level } from '../../app/consent/levels.ts';
import { NOTICE_VERSION } from '../../app/consent/notice.ts';
import { decideParticipation, type Participation, type ParticipationInput } from '../../app/consent/participation.ts';
import { type ConsentDecision, type ConsentRecord, decide } from '../../app/consent/record.ts';
import type { DecideRequest, ErasureAnswer, HeldAnswer, SharedBatch, UsageRecord } from '../../app/ipc/program.ts';
import { type Product, releaseLine } from '../../app/product.ts';
import { decodeBatch, encodeBatch } from '../../app/telemetry/batch-codec.ts';
import type { Context, DropReason } from '../../app/telemetry/registry.ts';
import { cloneMark } from '../consent/clone.ts';
import { allCredentials, type Identity, newIdentity, withoutErased } from '../consent/identity.ts';
import { attempt, type Disk } from '../disk.ts';
import type { Clock, Randomness, Timers } from '../platform.ts';
import type { ValueStore } from '../store/open-store.ts';
import { CarriedLosses } from './carried-losses.ts';
import { Delivery } from './delivery.ts';
import { EgressGate, type Transport } from './egress-gate.ts';
import { forgetInstallation } from './forget.ts';
import { HeldData } from './held-data.ts';
import { Outbox } from './outbox.ts';
import { brotli, sha256 } from './platform-codec.ts';
import { SessionRecorder, sessionHeader } from './recorder.ts';
import { sealSession } from './seal.ts';
import { Sealer } from './sealer.ts';
import { describeBatch } from './shared-batch.ts';

export interface ProgramOptions {
  readonly product: Product;
  /** Folder that holds everything but consent, identity and settings; it exists only under a Yes. */
  readonly directory: string;
  readonly consent: ValueStore<ConsentRecord>;
  readonly identity: ValueStore<Identity>;
  /** Decided outside the app: policy, environment, installer. Read anew for each decision. */
  readonly surroundings: () => Pick<ParticipationInput, 'policy' | 'doNotTrack' | 'installerChoice'>;
  /** Collected when a session begins, never before. */
  readonly context: () => Context;
  readonly disk: Disk;
  readonly transport: Transport;
  /** Whether the system has a network at all; asked when nobody could be reached. */
  readonly online: () => boolean;
  /** The system's id of this machine; asked only under a Yes. */
  readonly machineId: () => Promise<string | undefined>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Randomness;
  /** Called after every change of participation, with everything already in its new state. */
  readonly onChange: () => void;
}

/**
 * The program: one object that owns consent, the session being recorded, what waits and what is sent. Collection
 * follows effective participation and nothing else; see docs/privacy.md for the rules and design for the reasons.
 */
export class Program {
  readonly #options: ProgramOptions;
  readonly #gate: EgressGate;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #sealer: Sealer;
  readonly #carriedLosses: CarriedLosses;
  readonly #held: HeldData;
  #recorder: SessionRecorder | undefined;
  /** A No holds from the click on, even if the disk then refuses to store it. */
  #withdrawn = false;
  /** A 410 holds for this run, even if the disk then refuses to store it. */
  #ended = false;
  /** Quitting: nothing begins any more. */
  #closing = false;

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#gate = new EgressGate(() => this.participation(), options.transport);
    const aside = this.#path('set-aside');
    const { disk } = options;
    this.#outbox = new Outbox({ disk, directory: this.#path('outbox'), aside, now: options.clock.now });
    this.#sealer = new Sealer({
      disk,
      sessions: this.#path('sessions'),
      aside,
      outbox: this.#outbox,
      onUnreadable: () => this.#lose('log-damaged', 1),
    });
    this.#carriedLosses = new CarriedLosses(disk, this.#path('losses.json'));
    this.#delivery = new Delivery({
      outbox: this.#outbox,
      gate: this.#gate,
      clock: options.clock,
      timers: options.timers,
      random: options.random,
      online: options.online,
      onRefused: () => this.#lose('refused', 1),
      onDamaged: () => this.#lose('log-damaged', 1),
      onEnded: () => this.#end(),
    });
    this.#held = new HeldData({
      gate: this.#gate,
      timers: options.timers,
      credentials: () => allCredentials(options.identity.get()),
      onErased: (installation) => this.#forget(installation),
    });
  }

  /** What the program may do now, and why. */
  participation(): Participation {
    const { product, consent, identity, surroundings } = this.#options;
    const participation = decideParticipation({
      ...surroundings(),
      decision: consent.get().decision,
      ended: this.#ended || identity.get().endedFor === product.version,
      releaseLine: releaseLine(product.version),
      notice: NOTICE_VERSION,
    });
    return this.#withdrawn ? { level: 'off', reason: 'declined', ask: false } : participation;
  }

  get installation(): string {
    return this.#options.identity.get().installation;
  }

  get history(): readonly ConsentDecision[] {
    return this.#options.consent.get().history;
  }

  /**
   * Seals what an earlier run left, begins a session if participation allows, and sends in the background. A profile
   * that was copied from another machine begins anew first, so that two machines never share an installation.
   */
  async start(): Promise<void> {
    if (this.participation().reason === 'declined') this.#discard();
    this.#outbox.removeUnfinished();
    if (this.participation().level !== 'off') await this.#checkClone();
    // Under a policy that allows nothing as well: what waits there must not wait for longer than the outbox keeps it.
    this.#sealer.sealAll();
    this.#collect();
    this.#tidy();
  }

  /**
   * Stores a decision and brings collection in line with it. A No takes effect before anything else happens.
   * @throws when the decision cannot be stored; after a No collection is off all the same.
   */
  decide(request: DecideRequest): void {
    const { product, consent, clock } = this.#options;
    const decision: ConsentDecision = {
      ...request,
      at: new Date(clock.now()).toISOString(),
      releaseLine: releaseLine(product.version),
      notice: NOTICE_VERSION,
    };
    if (request.answer === 'no') this.#withdraw();
    try {
      consent.set(decide(consent.get(), decision));
      if (request.answer === 'yes') {
        this.#withdrawn = false;
        this.#collect();
        void this.#checkClone();
      }
    } finally {
      this.#options.onChange();
    }
  }

  /**
   * Brings collection in line with a change outside of the app, such as the organisation's policy. That is no withdrawal:
   * when nothing is allowed any more, recording and sending end at once, and what was collected under a Yes waits in the
   * outbox for as long as anything may wait there.
   */
  async refresh(): Promise<void> {
    const { level } = this.participation();
    if (level === 'off') {
      this.#gate.abort();
      void this.#delivery.stop();
    }
    if (this.#recorder && this.#recorder.level !== level) this.seal();
    if (level !== 'off' && !this.#recorder) {
      await this.#checkClone();
      this.#collect();
    }
    this.#options.onChange();
  }

  /** Records what a window reports; returns how many events were taken. Off: takes none. */
  record(report: UsageRecord): number {
    if (!this.#recorder || this.participation().level === 'off') return 0;
    this.#recorder.lose('buffer-full', report.dropped);
    return this.#recorder.record(report.events);
  }

  /** Every batch as it would be sent, decoded from the very bytes: this session's first, then what waits. */
  shared(): SharedBatch[] {
    const session = this.#recorder?.preview();
    const current = session
      ? sealSession({ ...session, end: 'quit' }, sha256).map((batch) => encodeBatch(batch, brotli))
      : [];
    const waiting = this.#outbox.list().map((batch) => this.#outbox.read(batch));
    return [
      ...current.map((bytes) => ({ bytes, state: 'current' as const })),
      ...waiting.map((bytes) => ({ bytes, state: 'waiting' as const })),
    ].flatMap(({ bytes, state }) => {
      const decoding = decodeBatch(bytes, brotli);
      return decoding.ok ? [describeBatch(decoding.batch, state, bytes.length)] : [];
    });
  }

  /** Asks the collector what it holds of this installation and those before it; only for the user's click. */
  fetchHeld(): Promise<HeldAnswer> {
    return this.#held.fetch();
  }

  /**
   * Has the collector erase this installation and those before it; only for the user's click. What the collector
   * confirms is deleted here too; participation stays what it is, under a new installation.
   * @throws when the disk refuses; erasing again then finishes it.
   */
  eraseHeld(): Promise<ErasureAnswer> {
    return this.#held.erase();
  }

  /** Ends the fetch or erasure under way. */
  cancelHeld(): void {
    this.#held.cancel();
  }

  /** Whether anything has to be done before the app may end. */
  get hasWork(): boolean {
    return this.#recorder !== undefined || (this.participation().level !== 'off' && !this.#outbox.isEmpty);
  }

  /** The network may be back: what waits for it goes sooner. */
  networkBack(): void {
    this.#delivery.networkBack();
  }

  /** Ends and seals the session; synchronous, for the shutdown of the system. */
  seal(): void {
    if (!this.#recorder) return;
    const { file } = this.#recorder;
    this.#recorder.end();
    this.#recorder = undefined;
    this.#sealer.seal(file);
    this.#tidy();
  }

  /** Seals the session and sends what waits, until `deadline`. */
  async close(deadline: AbortSignal): Promise<void> {
    this.#closing = true;
    this.seal();
    await this.#delivery.flush(deadline);
  }

  #path(...parts: string[]): string {
    return path.join(this.#options.directory, ...parts);
  }

  /** Begins a session if participation allows and none is recorded yet. */
  #collect(): void {
    const { level } = this.participation();
    if (level === 'off' || this.#recorder || this.#closing) return;
    this.#sealer.sealAll();
    try {
      this.#begin(level);
    } catch {
      // A disk that takes no log takes no usage; the app itself goes on.
    }
    this.#delivery.start();
  }

  /** @throws when the disk refuses. */
  #begin(level: Exclude<Level, 'off'>): void {
    const { identity, context, clock, random, disk } = this.#options;
    const known = identity.get();
    const session = known.sessions + 1;
    identity.set({ ...known, sessions: session });
    const header = sessionHeader(
      {
        sessionId: random.uuid(),
        installation: known.installation,
        keyHash: Buffer.from(sha256(known.key)).toString('hex'),
        level,
        notice: NOTICE_VERSION,
        session,
        context: context(),
      },
      clock.now(),
    );
    const recorder = new SessionRecorder(disk, this.#path('sessions'), header, clock);
    this.#recorder = recorder;
    this.#carriedLosses.report(session, (losses) => recorder.loseAll(losses));
  }

  /** Ties a new installation to its machine; replaces one that came from another, whose Yes lapses. */
  async #checkClone(): Promise<void> {
    const { consent, identity, machineId, random } = this.#options;
    const id = await machineId();
    if (id === undefined || this.participation().level === 'off') return;
    const known = identity.get();
    const mark = cloneMark(id, known.installation);
    if (known.cloneMark === mark) return;
    try {
      if (known.cloneMark === undefined) {
        identity.set({ ...known, cloneMark: mark });
        return;
      }
      this.#discard();
      identity.set(newIdentity(random));
      consent.set({ ...consent.get(), decision: null });
      this.#options.onChange();
    } catch {
      // A profile that cannot be written is asked again at the next start.
    }
  }

  #withdraw(): void {
    this.#withdrawn = true;
    this.#discard();
  }

  /** Stops what is under way and deletes what was collected. */
  #discard(): void {
    this.#gate.abort();
    this.#recorder?.abandon();
    this.#recorder = undefined;
    void this.#delivery.stop();
    // What a disk refuses to give up now goes at the next start.
    attempt(() => this.#options.disk.removeFolder(this.#options.directory));
  }

  /** The collector has erased an installation: it is forgotten here as well, and collection goes on under another. */
  async #forget(installation: string): Promise<void> {
    const { disk, identity, random } = this.#options;
    await this.#delivery.stop();
    if (this.installation === installation) {
      this.#recorder?.abandon();
      this.#recorder = undefined;
    }
    forgetInstallation(
      { disk, outbox: this.#outbox, sessions: this.#path('sessions'), aside: this.#path('set-aside') },
      installation,
    );
    identity.set(withoutErased(identity.get(), installation, random));
    if (this.participation().level !== 'off' && !this.#closing) {
      await this.#checkClone();
      this.#collect();
      this.#delivery.start();
    }
    this.#options.onChange();
  }

  /** The collector's 410: nothing more is collected or sent by this version. */
  #end(): void {
    const { identity, product } = this.#options;
    this.#ended = true;
    attempt(() => identity.set({ ...identity.get(), endedFor: product.version }));
    this.#recorder?.abandon();
    this.#recorder = undefined;
    this.#options.onChange();
  }

  #tidy(): void {
    const gone = this.#outbox.enforceLimits();
    this.#lose('outbox-expired', gone.expired);
    this.#lose('outbox-full', gone.full);
  }

  /** Without a session to count it in, a loss is carried over to the next one. */
  #lose(reason: DropReason, count: number): void {
    if (count === 0) return;
    if (this.#recorder) this.#recorder.lose(reason, count);
    else if (this.participation().level !== 'off') {
      this.#carriedLosses.add(this.#options.identity.get().sessions + 1, { [reason]: count });
    }
  }
}
