import { z } from 'zod/mini';
import { levels } from '../consent/levels.ts';
import { participationReasons } from '../consent/participation.ts';
import { type ConsentDecision, isConsentDecision } from '../consent/record.ts';
import { sentBatchSchema } from '../ipc/program.ts';

const count = z.int().check(z.gte(0));
/** Files of one kind: how many, and their bytes together. */
const amount = z.strictObject({ count, bytes: count });

/** Where something may stand on this computer, and what was found there. */
const found = <States extends readonly [string, ...string[]]>(states: States) =>
  z.strictObject({ file: z.string(), state: z.enum(states) });

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
export const diagnosisFactsSchema = z.strictObject({
  /** When it was looked at, UTC milliseconds. */
  at: z.number(),
  /** The person's home folder; cut off from paths that are copied. Empty when it is not known. */
  home: z.string(),
  profile: z.string(),
  level: z.enum(levels),
  reason: z.enum(participationReasons),
  decision: z.nullable(z.custom<ConsentDecision>(isConsentDecision)),
  policy: z.strictObject({
    /** Files or the key of the registry. */
    places: z.array(z.string()),
    state: z.enum(policyStates),
    /** The highest level that it allows. */
    allowed: z.optional(z.enum(levels)),
    /** Why it cannot be followed: a technical note for administrators, in English. */
    problem: z.optional(z.string()),
  }),
  /** Most binding first. */
  choices: z.array(found(choiceStates)),
  doNotTrack: z.boolean(),
  stores: z.array(found(storeStates)),
  /** Logs of sessions that are recorded now or not sealed yet. */
  sessions: amount,
  outbox: z.extend(amount, {
    /** When the oldest batch was written, UTC milliseconds. */
    oldest: z.optional(z.number()),
  }),
  aside: amount,
  crashes: amount,
  /** Newest first; equal ones in a row count as one. */
  answers: z.array(sentBatchSchema),
  /** Only the app that runs knows it; `after`: milliseconds until the next attempt. */
  delivery: z.optional(z.strictObject({ state: z.enum(deliveryStates), after: z.optional(z.number()) })),
  online: z.boolean(),
  collector: z.strictObject({
    address: z.string(),
    source: z.enum(collectorSources),
    /** HTTPS or this computer; nothing is sent to any other. */
    usable: z.boolean(),
    /** It is this computer, for which no network is needed. */
    local: z.boolean(),
  }),
  /** Empty when there is none yet, or it cannot be read. */
  installation: z.string(),
  /** How many installations this profile was before. */
  former: count,
  product: z.string(),
  version: z.string(),
  electron: z.string(),
  chromium: z.string(),
  /** Name, release and architecture of the system. */
  system: z.string(),
  /** Only of the app that runs, and of a product that has an engine. */
  engine: z.optional(z.enum(engineStates)),
});
export type DiagnosisFacts = z.infer<typeof diagnosisFactsSchema>;
