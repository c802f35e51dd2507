import path from 'node:path';
import { type CollectingLevel, covers, type Level } from '../core/consent/levels.ts';
import { NOTICE_VERSION } from '../core/consent/notice.ts';
import { decideParticipation, type Participation } from '../core/consent/participation.ts';
import type { ConsentDecision } from '../core/consent/record.ts';
import type { DecideRequest, UsageRecord } from '../core/ipc/program.ts';
import { releaseLine } from '../core/product/product.ts';
import { Answer } from './consent/answer.ts';
import { CloneCheck } from './consent/clone-check.ts';
import { allCredentials, type Identity, nextSession, withoutErased, withoutUser } from './consent/identity.ts';
import { attempt, succeeds } from './files/disk.ts';
import type { ProgramOptions } from './options.ts';
import { forgetInstallation, lowerWaiting } from './outbox/delete-waiting.ts';
import { Outbox } from './outbox/outbox.ts';
import { CarriedLosses } from './recording/carried-losses.ts';
import { Collection, sessionsFolder, type WindowReport } from './recording/collection.ts';
import { Ending } from './recording/ending.ts';
import { Losses } from './recording/losses.ts';
import { Permit } from './recording/permit.ts';
import { Sealer } from './recording/sealer.ts';
import type { Suggestions } from './suggestions/suggestions.ts';
import { AnnouncedEnd } from './upload/announced-end.ts';
import { Delivery } from './upload/delivery.ts';
import { EgressGate } from './upload/egress-gate.ts';
import { EndedVersions, NotBefore } from './upload/not-before.ts';
import { Unsent } from './user-data/unsent.ts';
import { UserData } from './user-data/user-data.ts';

export type { ProgramOptions };

/**
 * The program: one object that owns consent, the session being recorded, what waits and what is sent. Collection
 * follows effective participation and nothing else; see docs/privacy.md for the rules and design for the reasons.
 */
export class Program {
  /** The session under way; what main itself times, counts and catches goes there. */
  readonly collection: Collection;
  /** What waits and what was sent, as the user sees it. */
  readonly unsent: Unsent;
  /** What the collector holds of this installation and those before it, for the user's click alone. */
  readonly userData: UserData;
  /** What is suggested, by a file that is the same for everybody; `undefined` in a product that takes none. */
  readonly suggestions: Suggestions | undefined;
  /** The end of the system's session, if it is due. */
  readonly announcedEnd: AnnouncedEnd;
  readonly #options: ProgramOptions;
  readonly #gate: EgressGate;
  readonly #outbox: Outbox;
  readonly #delivery: Delivery;
  readonly #sealer: Sealer;
  readonly #places: { readonly outbox: Outbox; readonly sessions: string; readonly aside: string };
  readonly #losses: Losses;
  readonly #ending: Ending;
  readonly #permit: Permit;
  readonly #ended: EndedVersions;
  readonly #notBefore: NotBefore;
  readonly #clone: CloneCheck;
  readonly #answer: Answer;
  /** The disk has not deleted all that the last No deletes. */
  #undeleted = false;
  /** The level that collection and delivery were last brought in line with. */
  #level: Level = 'off';

  constructor(options: ProgramOptions) {
    this.#options = options;
    this.#answer = new Answer(options);
    this.collection = new Collection(options, sessionsFolder(options.directory));
    this.#gate = new EgressGate(() => this.participation(), options.transport);
    const aside = this.#path('set-aside');
    const { disk } = options;
    this.#outbox = new Outbox({ disk, directory: this.#path('outbox'), aside, now: options.clock.now });
    this.#places = { outbox: this.#outbox, sessions: sessionsFolder(options.directory), aside };
    this.#sealer = new Sealer({
      ...this.#places,
      disk,
      codec: options.codec,
      level: () => this.participation().level,
      now: options.clock.now,
      onUnreadable: () => this.#losses.lose('log-damaged', 1),
    });
    this.#ended = new EndedVersions(options.identity, options.product.version);
    this.#losses = new Losses({
      collection: this.collection,
      outbox: this.#outbox,
      carried: new CarriedLosses(disk, this.#path('losses.json')),
      isAllowed: () => this.#isOn,
      nextRun: () => nextSession(options.identity.get()).runs,
    });
    this.#permit = new Permit({
      clock: options.clock,
      isCollecting: () => this.collection.level !== undefined,
      isAllowed: () => this.#isOn,
    });
    this.#ending = new Ending({
      seal: () => this.seal(),
      send: async (deadline) => {
        this.suggestions?.stop();
        await this.#delivery.flush(deadline);
        this.unsent.receipts.save();
      },
      stop: () => this.#stop(),
      resume: () => this.#resume(),
      hasWork: () => this.collection.level !== undefined || (this.#isOn && !this.#outbox.isEmpty),
    });
    this.#notBefore = new NotBefore({ disk, file: this.#path('not-before.json'), clock: options.clock });
    this.#delivery = new Delivery({
      ...options,
      outbox: this.#outbox,
      gate: this.#gate,
      level: () => this.participation().level,
      onRefused: () => this.#losses.lose('refused', 1),
      onDamaged: () => this.#losses.lose('log-damaged', 1),
      notBefore: this.#notBefore,
      ended: this.#ended,
      onEnded: () => {
        this.collection.abandon();
        options.onChange();
      },
      onAnswered: (...answered) => this.unsent.answered(...answered),
      log: this.collection.log,
    });
    this.unsent = new Unsent({
      ...options,
      collection: this.collection,
      outbox: this.#outbox,
      folders: [this.#path('outbox'), this.#places.sessions, aside],
      receipts: this.#path('receipts.json'),
      sending: () => this.#delivery.state,
      stop: () => this.#delivery.stop(),
      resume: () => this.#resume(),
    });
    this.userData = new UserData({
      gate: this.#gate,
      timers: options.timers,
      credentials: () => (options.identity.unreadable ? undefined : allCredentials(options.identity.get())),
      onErased: (installation) => this.#forget(installation),
    });
    this.suggestions = options.suggestions?.({
      gate: this.#gate,
      collection: this.collection,
      file: this.#path('suggestions.json'),
      aside,
    });
    this.announcedEnd = new AnnouncedEnd({
      timers: options.timers,
      collection: this.collection,
      seal: () => this.seal(),
      goOn: () => this.#collect(),
    });
    this.#clone = new CloneCheck({
      identity: options.identity,
      machineId: options.machineId,
      isAllowed: () => this.#isOn,
      onClone: (next) => this.#leaveClone(next),
      random: options.random,
    });
  }

  /** What the program may do now, and why. */
  participation(): Participation {
    const { product, consent, identity, surroundings } = this.#options;
    const participation = decideParticipation({
      ...surroundings(),
      unreadable: consent.unreadable || identity.unreadable,
      decision: this.#answer.decision,
      ended: this.#ended.hasRunning,
      releaseLine: releaseLine(product.version),
      notice: NOTICE_VERSION,
    });
    if (this.#answer.isWithdrawn) return { level: 'off', reason: 'declined', ask: false };
    return { ...participation, level: this.#answer.cap(participation.level) };
  }

  /** The highest level that the organisation leaves to choose from; one that leaves no choice caps none. */
  get highest(): CollectingLevel {
    return this.#options.surroundings().policy === 'standard' ? 'standard' : 'enhanced';
  }

  /** The level under which this installation has collected; collecting under the other makes a new one. */
  get collectedAt(): CollectingLevel | undefined {
    return this.#options.identity.get().level;
  }

  /** `undefined` in a run in which it could not be read. */
  get installation(): string | undefined {
    const { identity } = this.#options;
    return identity.unreadable ? undefined : identity.get().installation;
  }

  get history(): readonly ConsentDecision[] {
    return this.#options.consent.get().history;
  }

  /** What the disk has refused of a No: to be stored, so that it ends with this run; to delete, which the next start does. */
  get unfinished(): readonly ('storing' | 'deleting')[] {
    if (this.participation().reason !== 'declined') return [];
    return [
      ...(this.#answer.isUnstored ? ['storing' as const] : []),
      ...(this.#undeleted ? ['deleting' as const] : []),
    ];
  }

  /**
   * Seals what an earlier run left, begins a session if participation allows, and sends in the background. A profile
   * that was copied from another machine starts over first, so that two machines never share an installation.
   * Without a window only what a No has left undeleted is deleted.
   */
  async start(): Promise<void> {
    if (this.participation().reason === 'declined') this.#withdraw();
    if (this.#ending.isResting) return;
    this.#outbox.removeUnfinished();
    if (this.#isOn) await this.#clone.run();
    this.#follow();
    // Before a session it was done. Under a policy that allows nothing as well: what waits there must not wait for longer
    // than the outbox keeps it.
    if (this.collection.level === undefined) this.#sealer.sealAll();
    this.#losses.tidy();
  }

  /**
   * Stores a decision and brings collection in line with it. A No, and a Yes to less than before, take effect even if
   * they cannot be stored. @throws when the disk refuses the decision.
   */
  decide(request: DecideRequest): void {
    if (request.answer === 'no') this.#withdraw();
    try {
      this.#answer.give(request, this.participation().level);
    } finally {
      if (request.answer === 'yes') {
        this.#follow();
        void this.#clone.run().then(() => this.#level === 'off' && this.#follow());
      }
      this.#options.onChange();
    }
  }

  /**
   * Brings collection in line with a change outside of the app, such as the organisation's policy. That is no withdrawal:
   * when nothing is allowed any more, recording and sending end at once, and what was collected under a Yes waits in the
   * outbox for as long as anything may wait there.
   */
  async refresh(): Promise<void> {
    if (this.#isOn && this.#level === 'off' && !this.#ending.isResting) await this.#clone.run();
    this.#follow();
    this.#options.onChange();
  }

  /**
   * Records what a window reports; returns how many events it took: none when off, or when they were gathered in an earlier
   * epoch.
   */
  record({ epoch = this.collection.epoch, ...report }: WindowReport & Pick<UsageRecord, 'epoch'>): number {
    if (!this.#permit.isGiven || epoch !== this.collection.epoch) return 0;
    this.announcedEnd.used();
    this.suggestions?.used();
    if (this.#ending.isClosed) this.#losses.lose('buffer-full', report.events.length + report.dropped);
    return this.collection.record(report);
  }

  /** Whether anything has to be done before the app may end. */
  get hasWork(): boolean {
    return this.#ending.hasWork;
  }

  /** The network may be back: what waits for it goes sooner. */
  networkBack(): void {
    if (!this.#ending.isClosed) this.#delivery.networkBack();
  }

  /** Ends and seals the session; synchronous, for the shutdown of the system. */
  seal(): void {
    const ended = this.collection.end();
    if (!ended) return;
    this.#sealer.seal(ended.log, ended.forced);
    this.#losses.tidy();
  }

  /** A quit does not take place after {@link close}: collection and sending go on, if participation allows. */
  quitCalledOff(): void {
    this.#ending.calledOff();
  }

  /** Seals the session and sends what waits, until `deadline`. */
  async close(deadline: AbortSignal): Promise<void> {
    this.announcedEnd.forget();
    this.suggestions?.ending();
    await this.#ending.close(deadline);
  }

  /** No window is open any more, or yet, see {@link Ending.rest}: nothing is recorded, sent or waited for until {@link wake}. */
  async rest(deadline: AbortSignal | undefined): Promise<void> {
    this.userData.cancel();
    this.announcedEnd.forget();
    await this.#ending.rest(deadline);
  }

  /** A window is about to open after {@link rest}: what a start does, with another session. */
  async wake(): Promise<void> {
    if (this.#ending.wake()) await this.start();
  }

  get #isOn(): boolean {
    return this.participation().level !== 'off';
  }

  #path(...parts: string[]): string {
    return path.join(this.#options.directory, ...parts);
  }

  /** Brings collection and delivery in line with participation. */
  #follow(): void {
    const { level } = this.participation();
    if (level === 'off' || !covers(level, this.#level)) {
      this.#gate.abort();
      void this.#stop();
    }
    this.#level = level;
    if (level !== (this.collection.level ?? 'off')) this.seal();
    this.#collect();
  }

  /** Begins a session if participation allows and none is collected yet. */
  #collect(): void {
    const { level } = this.participation();
    if (level === 'off' || this.collection.level || this.#ending.isClosed) return;
    this.#sealer.sealAll();
    // A disk that takes no log takes no usage; the app itself goes on.
    attempt(() => {
      lowerWaiting({ ...this.#options, ...this.#places }, level);
      this.#losses.reportCarried(this.collection.begin(level));
    });
    this.#delivery.start();
    this.suggestions?.start();
    // An installation that crossed to another level is another one, and not tied to its machine yet.
    if (this.#clone.isDue) void this.#clone.run();
  }

  /** A profile from another machine starts over. An earlier Yes lapses first: nobody on this machine gave it. */
  #leaveClone(next: Identity): void {
    const { identity, onChange } = this.#options;
    this.#discard();
    try {
      this.#answer.leaveMachine(() => identity.set(next));
    } finally {
      onChange();
    }
  }

  #withdraw(): void {
    const { identity } = this.#options;
    this.#answer.withdraw();
    this.#discard();
    // The next start does it again.
    if (identity.get().user !== undefined) attempt(() => identity.set(withoutUser(identity.get())));
  }

  /** Stops what is under way and deletes what was collected. */
  #discard(): void {
    this.#level = 'off';
    this.#gate.abort();
    this.collection.abandon();
    void this.#stop();
    this.unsent.receipts.forget();
    this.#notBefore.forget();
    this.suggestions?.forget();
    // What a disk refuses to give up now goes at the next start.
    const { disk, directory } = this.#options;
    this.#undeleted = !succeeds(() => disk.removeFolder(directory));
  }

  /** Goes on collecting and sending, if participation allows. */
  #resume(): void {
    this.#collect();
    if (!this.#isOn || this.#ending.isClosed) return;
    this.#delivery.start();
    this.suggestions?.start();
  }

  /** Ends what goes on in the background. */
  async #stop(): Promise<void> {
    this.suggestions?.stop();
    await this.#delivery.stop();
  }

  /** The collector has erased an installation: it is forgotten here as well, and collection goes on under another. */
  async #forget(installation: string): Promise<void> {
    const { disk, identity, random } = this.#options;
    await this.#delivery.stop();
    if (this.installation === installation) this.collection.abandon();
    forgetInstallation({ ...this.#options, ...this.#places }, installation);
    for (const file of ['receipts.json', 'suggestions.json']) disk.remove(this.#path(file));
    this.unsent.receipts.forget();
    this.suggestions?.forget();
    identity.set(withoutErased(identity.get(), installation, random));
    if (this.#isOn && !this.#ending.isClosed) await this.#clone.run();
    this.#resume();
    this.#options.onChange();
  }
}
