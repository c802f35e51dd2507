/**
 * Many sessions of the program in one process, one every three hours: `soak-process.ts PROFILE COLLECTOR SESSIONS EVENTS`.
 * Needs `--expose-gc`. The parent decides when the collector is down.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Program } from '../../../client/main/program.ts';
import { systemClock } from '../../../client/node/platform.ts';
import { stillDisk } from '../../support/still-disk.ts';
import { commandNumber, nodeProgramOptions } from './node-program.ts';

/** What the process measures after each session. */
export interface SoakSample {
  readonly session: number;
  readonly recorded: number;
  /** Bytes and files in the outbox. */
  readonly outboxBytes: number;
  readonly outboxFiles: number;
  /** Bytes in use after a garbage collection; measured at some sessions only. */
  readonly heap: number | undefined;
  readonly resident: number | undefined;
}

const EVERY_MS = 3 * 3_600_000;
/** Memory is measured after this many sessions, and after each such number of them. */
const MEASURED = 50;

const [, , profile = '', collector = '', sessions = '0', events = '0'] = process.argv;
let elapsed = 0;
const began = systemClock.now();
const clock = { now: () => began + elapsed, monotonic: () => elapsed };
// A year of sessions in a minute: what is read keeps the time of this clock, not the system's.
const options = { ...nodeProgramOptions(profile, collector, clock), disk: stillDisk };
const outbox = path.join(options.directory, 'outbox');
let number = 0;
const unmeasured = { heap: undefined, resident: undefined };

for (let session = 1; session <= Number(sessions); session++) {
  const program = new Program(options);
  await program.start();
  if (program.history.length === 0) program.decide({ answer: 'yes', level: 'standard', from: 'popup' });
  let recorded = 0;
  for (let event = 0; event < Number(events); event++) {
    elapsed += 1000;
    const use = { command: commandNumber(number++), source: 'menu' as const, age: 0 };
    recorded += program.record({ events: [use], dropped: 0 });
  }
  await program.close(new AbortController().signal);
  elapsed += EVERY_MS;
  await next({ session, recorded, ...waiting(), ...(session % MEASURED === 0 ? memory() : unmeasured) });
}
process.exit(0);

/** Tells the parent and waits for its word to go on. */
async function next(sample: SoakSample): Promise<void> {
  const told = new Promise((resolve) => process.once('message', resolve));
  process.send?.(sample);
  await told;
}

function waiting(): Pick<SoakSample, 'outboxBytes' | 'outboxFiles'> {
  const files = existsSync(outbox) ? readdirSync(outbox) : [];
  const outboxBytes = files.reduce((sum, file) => sum + statSync(path.join(outbox, file)).size, 0);
  return { outboxBytes, outboxFiles: files.length };
}

function memory(): Pick<SoakSample, 'heap' | 'resident'> {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, resident: rss };
}
