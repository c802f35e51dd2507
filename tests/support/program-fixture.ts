import path from 'node:path';
import { finder } from '../../app/finder/product.ts';
import type { Batch } from '../../client/core/batch/batch.ts';
import { undecided } from '../../client/core/consent/record.ts';
import type { Product } from '../../client/core/product/product.ts';
import { newIdentity } from '../../client/main/consent/identity.ts';
import { systemDisk } from '../../client/main/files/disk.ts';
import { Program, type ProgramOptions } from '../../client/main/program.ts';
import { batchCodecOf, brotli } from '../../client/main/recording/platform-codec.ts';
import type { ValueStore } from '../../client/main/store/open-store.ts';
import type { EgressRequest, Transport } from '../../client/main/upload/egress-gate.ts';
import { finderFormat } from '../support/finder-format.ts';
import { FakeNetwork, FakeTime, fakeRandomness, receiptFor } from './fakes.ts';
import { finderCodec } from './finder-format.ts';
import { someContext } from './some-context.ts';

/** A store in memory, as the app's stores behave towards their users. */
export function memoryStore<T>(value: T): ValueStore<T> {
  let current = value;
  return {
    get: () => current,
    set: (next) => {
      current = next;
    },
    drop: () => {
      current = value;
    },
    setAside: undefined,
    unreadable: false,
  };
}

export interface ProgramFixture {
  readonly program: Program;
  readonly time: FakeTime;
  readonly options: ProgramOptions;
  /** Ends this program without a word and starts the next run on the same profile. */
  restart(change?: Partial<ProgramOptions>): Program;
}

/** A program on a folder of its own, with time, randomness and network under the test's control. */
export function programFixture(
  folder: string,
  transport: Transport,
  change: Partial<ProgramOptions> & { product?: Product } = {},
): ProgramFixture {
  const time = new FakeTime();
  const random = fakeRandomness();
  const options: ProgramOptions = {
    product: finder,
    codec: change.product ? batchCodecOf(change.product) : finderCodec,
    // Also with the system's clock, whatever year it is: what has expired since is none of a test's.
    today: '2026-03-09',
    directory: path.join(folder, 'program'),
    consent: memoryStore(undecided),
    identity: memoryStore(newIdentity({ ...random, secret: () => 'k'.repeat(43) })),
    surroundings: () => ({ policy: undefined, doNotTrack: false, installerChoice: undefined }),
    context: () => someContext,
    enhanced: () => Promise.resolve({ organisation: { role: 'standard' }, configuration: {} }),
    roots: [],
    transport,
    disk: systemDisk,
    online: () => true,
    machineId: () => Promise.resolve(undefined),
    clock: time,
    timers: time,
    random,
    onChange: () => {},
    ...change,
  };
  return {
    program: new Program(options),
    time,
    options,
    restart: (more = {}) => new Program({ ...options, ...more }),
  };
}

/** A usage report of these commands, each used just now. */
export function used(...commands: ('go.search' | 'go.processes' | 'view.refresh' | 'help.about')[]) {
  return { events: commands.map((command) => ({ command, source: 'button' as const, age: 0 })), dropped: 0 };
}

export const yes = { answer: 'yes', level: 'standard', from: 'popup' } as const;
export const enhanced = { answer: 'yes', level: 'enhanced', from: 'help' } as const;
export const no = { answer: 'no', from: 'help' } as const;

/** A deadline that a program with a fast network keeps. */
export const soon = () => AbortSignal.timeout(2000);

/** A network with a collector that accepts everything. */
export const accepting = () => new FakeNetwork((request) => receiptFor(request));

/** The batch in a request. */
export function decoded(request: EgressRequest | undefined): Batch {
  if (!request) throw new Error('no such request');
  const decoding = finderFormat.decode(request.body, brotli);
  if (!decoding.ok) throw new Error(decoding.problem.path);
  return decoding.batch;
}

export const commandsOf = (request: EgressRequest | undefined) => decoded(request).usage.map(({ command }) => command);

/** Lets promises that are already settled run their course. */
export const settle = () => new Promise((resolve) => setImmediate(resolve));
