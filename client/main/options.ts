import type { BrowserWindow } from 'electron';
import type { ParticipationInput } from '../core/consent/participation.ts';
import type { ConsentRecord } from '../core/consent/record.ts';
import type { DiagnosisFacts } from '../core/diagnosis/facts.ts';
import type { BundleRoot } from '../core/errors/stack.ts';
import type { Contract } from '../core/ipc/channel.ts';
import type { ClientLogParameters, clientLogs, WriteLog } from '../core/product/client-words.ts';
import type { Product } from '../core/product/product.ts';
import type { ProductWords, SettingValues } from '../core/product/words.ts';
import type { Timers } from '../node/platform.ts';
import type { Handlers } from './pages/ipc.ts';
import type { UserActivation } from './pages/user-activation.ts';
import type { CollectionOptions } from './recording/collection.ts';
import type { ProductMeasures } from './recording/measures.ts';
import type { BatchCodec } from './recording/platform-codec.ts';
import type { ValueStore } from './store/open-store.ts';
import type { Suggestions, SuggestionsParts } from './suggestions/suggestions.ts';
import type { Transport } from './upload/egress-gate.ts';

/** What a product tells the client. */
export interface ClientOptions<W extends ProductWords = ProductWords> {
  readonly product: Product<W>;
  /** Folder of the user's profile; products may share one, because each has folders of its own in it. */
  readonly profile: string;
  /** Whether this is a build that users get: only others may be sent elsewhere by the environment. */
  readonly packaged: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Origin of the product's own pages, as their frames report it; messages from all others are refused. */
  readonly origin: string;
  /** Address of the socket by which a development server tells its pages of changes; in development builds alone. */
  readonly developmentSocket?: string | undefined;
  /** Where the product's own code lies, for the frames of error reports. */
  readonly roots: readonly BundleRoot[];
  /** Which settings differ from the default; asked at the enhanced level alone. Without it: none. */
  readonly configuration?: () => NoInfer<SettingValues<W>>;
  /** The `serviceName` of the product's utility process, if it has one. */
  readonly engineName?: string;
  /** What its engine does now, for Help > Diagnostics; a product need not have one. */
  readonly engineState?: () => NonNullable<DiagnosisFacts['engine']>;
  /** Files of the product's own that were damaged and started over in this start. */
  readonly damaged?: readonly ClientLogParameters<'store.damaged'>['store'][];
  /** It starts without a window, and nothing begins before {@link Client.wake}. */
  readonly withoutWindow?: boolean;
  /** Called when the collection of a session begins and when it ends. */
  readonly onCollecting?: (collecting: boolean) => void;
  readonly lastWork?: LastWork;
  /** Called when the app is about to end and all is sent that could be. */
  readonly onQuit?: () => void;
}

/** What a product has to finish before the app ends, such as writing what is not written yet. */
export interface LastWork {
  /** Whether there is any now; without it a quit that sends nothing waits for nothing. */
  readonly isDue: boolean;
  /** Called when the windows are hidden, before the session is sealed, and waited for as long as sending may take. */
  run(): Promise<void>;
  /** The quit does not take place after {@link run}: the product goes on. */
  calledOff(): void;
}

/** What a second launch of the app asks for. */
export interface SecondLaunch {
  /** Opens a window, because none is open. */
  readonly open: () => void;
  /** The window that was put in front. */
  readonly inFront?: (window: BrowserWindow) => void;
  /** What the app is launched with, after the program, when it is about to end: Node's `process.argv` without its first. */
  readonly relaunchWith: readonly string[];
}

/** A product's part in the program. */
export interface Client<W extends ProductWords = ProductWords> {
  /** `undefined` in a run in which it could not be read. */
  readonly installation: string | undefined;
  /** Writes a line of the product log; at the standard level nothing. Never throws. */
  readonly log: WriteLog<typeof clientLogs & W['logs']>;
  /** What main times, counts and catches, and what other processes hand over. */
  readonly measures: ProductMeasures<W>;
  /** Whether somebody is at work in a window, for what a page may not set off by itself. */
  readonly activation: Pick<UserActivation, 'isAtWork' | 'acted'>;
  /** Serves the product's own channels under the rules of the client's: own pages alone, payloads that fit. */
  serve<C extends Contract>(contract: C, handlers: Partial<Handlers<C>>): void;
  /** Whether the program has asked people nothing in this run and will not, so that the product may ask something itself. */
  readonly isQuiet: boolean;
  /** Joins a window that is not shown yet. */
  attach(window: BrowserWindow): void;
  /** A second launch of the app. */
  secondLaunch(launch: SecondLaunch): void;
  /** Begins, once; after the first window was made, so that nobody waits for it. A start without a window calls it too. */
  start(): void;
  /**
   * The last window was closed and the app goes on: the session is sealed and sent as at a quit, then nothing is recorded
   * or sent until {@link wake}.
   */
  rest(): Promise<void>;
  /** To be called before a window is made. After {@link rest} or a start without a window another session begins. */
  wake(): void;
}

/** What the program is handed. */
export interface ProgramOptions extends CollectionOptions {
  readonly product: Product;
  readonly codec: BatchCodec;
  /** Folder that holds everything but consent, identity and settings; it exists only under a Yes. */
  readonly directory: string;
  readonly consent: ValueStore<ConsentRecord>;
  /** Decided outside the app: policy, environment, installer. Read again for each decision; for recording one holds ten seconds. */
  readonly surroundings: () => Pick<ParticipationInput, 'policy' | 'doNotTrack' | 'installerChoice'>;
  readonly transport: Transport;
  /** Whether the system has a network at all; asked when nobody could be reached. */
  readonly online: () => boolean;
  /** The system's id of this machine; asked only under a Yes. */
  readonly machineId: () => Promise<string | undefined>;
  readonly timers: Timers;
  /** Called after every change of participation, with everything already in its new state. */
  readonly onChange: () => void;
  /** Called after every answer to an upload, or the lack of one. */
  readonly onAnswered?: () => void;
  /** Makes what takes suggestions, in a product that does. */
  readonly suggestions?: ((parts: SuggestionsParts) => Suggestions) | undefined;
}
