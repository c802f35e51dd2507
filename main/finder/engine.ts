import { systemClock, systemTimers } from '../platform.ts';
import { platformDevice } from './device/platform-device.ts';
import { createFinderEngine } from './finder-engine.ts';
import { platformReader } from './sampler/platform-reader.ts';
import { createSampler } from './sampler/sampler.ts';

// The Finder engine's process, started by main/finder/finder-host.ts. It only wires.

// Helpers that ask the display server would fall back to TCP when its socket is not there (libxcb does); the Finder
// opens no connection at all.
delete process.env['DISPLAY'];

const report = (message: unknown) => process.parentPort.postMessage(message);
const { reader, interval } = await platformReader(systemClock);
const sampler = createSampler({ reader, clock: systemClock, timers: systemTimers, report, interval });
// Main gives the language and region in which people read the facts; the system's are used without.
const device = platformDevice(systemClock, systemTimers, process.argv[2]);
const engine = createFinderEngine({ sampler, device, report });

process.parentPort.on('message', ({ data }) => engine.receive(data));
