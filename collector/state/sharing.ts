import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { collectorId } from '../collector-id.ts';
import type { Erasing, ErasureLog } from '../erasure/erasing.ts';
import { SharedErasures } from '../erasure/shared-erasures.ts';
import { ERASED_DAYS, STATE_SHARED_MS } from '../limits.ts';
import { messageOf } from '../message-of.ts';
import type { ProductStates } from '../products/products.ts';
import { SharedWatermarks, SoleWatermark, type Watermarks } from '../rollups/watermarks.ts';
import { dayOf } from '../storage/rows.ts';
import type { Storage } from '../storage/storage.ts';
import { ClickhouseState } from './clickhouse-state.ts';
import { FileState } from './file-state.ts';
import { type Lease, type LeaseOptions, SharedLease, soleLease } from './lease.ts';
import type { SharedState, StateReading } from './shared-state.ts';

export interface SharingOptions {
  readonly dataDir: string;
  readonly storage: Storage;
  /** Whether other collectors may use the storage. */
  readonly isShared: boolean;
  /** Milliseconds since 1970-01-01, UTC. */
  readonly clock: () => number;
  /** Hears what could not be read; what was read before stands in. */
  readonly onFault: (message: string) => void;
  /** How long what was read stands, in milliseconds; a look at what others did comes twice as often. */
  readonly sharedMs?: number | undefined;
  readonly leaseMs?: LeaseOptions['leaseMs'];
}

/** What a collector shares: in its folder with the command line, in a store with other collectors too. */
export interface Sharing {
  readonly state: SharedState;
  /** The same where products are in it, and not in the folder. */
  readonly products: SharedState | undefined;
  /** Which of the collectors closes days. */
  readonly lease: Lease;
  /** How far each of them is. @throws StateUnavailable when the others would not hear of this one. */
  watermarks(): Promise<Watermarks>;
  /** Where erasures are told to the others. */
  readonly logs: readonly ErasureLog[];
  /** Erases what the others have erased until now. @throws StateUnavailable or StorageUnavailable when that is not done. */
  adopt(erasing: Pick<Erasing, 'adopt'>): Promise<void>;
  /**
   * Looks again and again for what others have changed that no request asks for: senders that they have erased, and products.
   * What is asked for, such as a token, is looked up when it is.
   * @returns what ends it, when nothing of it is under way any more.
   */
  follow(erasing: Pick<Erasing, 'adopt'>, products: ProductStates): () => Promise<void>;
}

export function openSharing(options: SharingOptions): Sharing {
  const { dataDir, storage, isShared, clock, onFault, sharedMs = STATE_SHARED_MS, leaseMs } = options;
  if (!isShared) {
    const state = new FileState({ directory: path.join(dataDir, 'state'), onFault });
    return {
      state,
      products: undefined,
      lease: soleLease,
      watermarks: async () => new SoleWatermark(),
      logs: [],
      adopt: async () => {},
      follow: () => async () => {},
    };
  }
  const state = new ClickhouseState({ storage, onFault, sharedMs });
  const erasures = new SharedErasures({ state, today: () => dayOf(clock()), keptDays: ERASED_DAYS });
  const adopt = async (erasing: Pick<Erasing, 'adopt'>, reading?: StateReading) =>
    erasing.adopt(await erasures.all(reading));
  const look = async (erasing: Pick<Erasing, 'adopt'>, products: ProductStates) => {
    await products.now();
    try {
      await adopt(erasing);
    } catch (error) {
      onFault(`what other collectors have erased is not erased here yet: ${messageOf(error)}`);
    }
  };
  return {
    state,
    products: state,
    lease: new SharedLease({ state, id: 'closing', ...(leaseMs === undefined ? {} : { leaseMs }) }),
    watermarks: async () => SharedWatermarks.join({ state, id: await collectorId(dataDir), clock, onFault }),
    logs: [erasures],
    adopt: (erasing) => adopt(erasing, { fresh: true }),
    follow: (erasing, products) => following(() => look(erasing, products), sharedMs / 2),
  };
}

function following(look: () => Promise<void>, everyMs: number): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async () => {
    for (;;) {
      await pause(everyMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      await look();
    }
  };
  const running = run();
  return () => {
    stopping.abort();
    return running;
  };
}
