import { type CommandId, commandIds } from '../../../app/commands/catalogue.ts';
import { finder } from '../../../app/finder/product.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import { BACKGROUND_DELAY_MS } from '../../../client/main/limits.ts';
import type { ProgramOptions } from '../../../client/main/program.ts';
import { type Clock, systemClock, systemRandomness, systemTimers } from '../../../client/node/platform.ts';
import { fetchTransport } from '../../support/fetch-transport.ts';
import { finderCodec } from '../../support/finder-format.ts';
import { openProfile } from '../../support/real-profile.ts';
import { someContext } from '../../support/some-context.ts';

/** Background sending begins this soon in a process that lives for a tenth of a second, in milliseconds. */
const SOON_MS = 20;

/** The program as main runs it, on real files and a real network, in a process without Electron. */
export function nodeProgramOptions(profile: string, collector: string, clock: Clock = systemClock): ProgramOptions {
  return {
    ...openProfile(profile, systemRandomness),
    product: finder,
    codec: finderCodec,
    today: '2026-03-09',
    surroundings: () => ({ policy: undefined, doNotTrack: false, installerChoice: undefined }),
    context: () => someContext,
    enhanced: () => Promise.resolve({ organisation: {}, configuration: {} }),
    roots: [],
    transport: fetchTransport(collector),
    disk: systemDisk,
    online: () => true,
    machineId: () => Promise.resolve(undefined),
    clock,
    timers: {
      after: (milliseconds, action) =>
        systemTimers.after(milliseconds === BACKGROUND_DELAY_MS ? SOON_MS : milliseconds, action),
    },
    random: systemRandomness,
    onChange: () => {},
  };
}

/** The command that stands for number `n` of a sequence. */
export function commandNumber(n: number): CommandId {
  return commandIds[n % commandIds.length] ?? 'go.search';
}
