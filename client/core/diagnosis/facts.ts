import type { Level } from '../consent/levels.ts';
import type { ParticipationReason } from '../consent/participation.ts';
import type { ConsentDecision } from '../consent/record.ts';
import type { SentBatch } from '../ipc/sent-batch.ts';
import type { AskedSuggestions } from '../ipc/suggestions.ts';

/** Files of one kind: how many, and their bytes together. */
interface Amount {
  readonly count: number;
  readonly bytes: number;
}

/** Where something may stand on this computer, and what was found there. */
interface Found<State extends string> {
  readonly file: string;
  readonly state: State;
}

/** What holds of a policy; `unknown`: not read yet in this run. */
export const policyStates = ['none', 'set', 'damaged', 'unknown'] as const;
/** What an installer's choice file says; `damaged`: nothing that counts, `unreadable`: the system does not give it. */
export const choiceStates = ['none', 'ask', 'no', 'damaged', 'unreadable'] as const;
/** State of a file that the app keeps; `set-aside`: a damaged one that it has started over, which is kept. */
export const storeStates = ['none', 'read', 'damaged', 'unreadable', 'set-aside'] as const;
/**
 * What the background sending does now. `waits-for-network`: it looks from time to time whether there is one again;
 * `put-off`: the collector has named a time, and the app does not run.
 */
export const deliveryStates = ['idle', 'scheduled', 'sending', 'waits-for-network', 'put-off'] as const;
export const engineStates = ['running', 'resting', 'restarting', 'given-up'] as const;
export const collectorSources = ['product', 'policy', 'environment'] as const;

/**
 * Everything that decides whether something is sent, as found on this computer. It is shown to the person in front of it
 * and sent nowhere; of what people do, search or find it holds nothing.
 */
export interface DiagnosisFacts {
  /** When it was looked at, UTC milliseconds. */
  readonly at: number;
  /** The person's home folder; cut off from paths that are copied. Empty when it is not known. */
  readonly home: string;
  readonly profile: string;
  readonly level: Level;
  readonly reason: ParticipationReason;
  readonly decision: ConsentDecision | null;
  readonly policy: {
    /** Files or the key of the registry. */
    readonly places: readonly string[];
    readonly state: (typeof policyStates)[number];
    /** The highest level that it allows. */
    readonly allowed?: Level | undefined;
    /** Why it cannot be followed: a technical note for administrators, in English. */
    readonly problem?: string | undefined;
  };
  /** Most binding first. */
  readonly choices: readonly Found<(typeof choiceStates)[number]>[];
  readonly doNotTrack: boolean;
  readonly stores: readonly Found<(typeof storeStates)[number]>[];
  /** Logs of sessions that are recorded now or not sealed yet. */
  readonly sessions: Amount;
  readonly outbox: Amount & {
    /** When the oldest batch was written, UTC milliseconds. */
    readonly oldest?: number | undefined;
  };
  readonly aside: Amount;
  readonly crashes: Amount;
  /** Newest first; equal ones in a row count as one. */
  readonly answers: readonly SentBatch[];
  /** Only the app that runs knows it; `after`: milliseconds until the next attempt. */
  readonly delivery?:
    | { readonly state: (typeof deliveryStates)[number]; readonly after?: number | undefined }
    | undefined;
  readonly online: boolean;
  readonly collector: {
    readonly address: string;
    readonly source: (typeof collectorSources)[number];
    /** HTTPS or this computer; nothing is sent to any other. */
    readonly usable: boolean;
    /** It is this computer, for which no network is needed. */
    readonly local: boolean;
  };
  /** What came of the last request for suggestions; `no-keys`: this product asks for none. */
  readonly suggestions?: AskedSuggestions | 'never' | 'no-keys' | undefined;
  /** Empty when there is none yet, or it cannot be read. */
  readonly installation: string;
  /** How many installations this profile was before. */
  readonly former: number;
  readonly product: string;
  readonly version: string;
  readonly electron: string;
  readonly chromium: string;
  /** Name, release and architecture of the system. */
  readonly system: string;
  /** Only of the app that runs, and of a product that has an engine. */
  readonly engine?: (typeof engineStates)[number] | undefined;
}
