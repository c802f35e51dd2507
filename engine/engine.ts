import {
  COLLECTING,
  createProcessErrors,
  openDebugLines,
  reportUncaught,
  systemClock,
  systemTimers,
} from 'candor-client/node';
import type { EngineReport } from '../app/finder/engine.ts';
import { finder } from '../app/finder/product.ts';
import { platformDevice } from './device/platform-device.ts';
import { createFinderEngine } from './finder-engine.ts';
import { platformReader } from './sampler/platform-reader.ts';
import { createSampler } from './sampler/sampler.ts';

// The Finder engine's process, started by main/finder-host.ts. It only wires.

openDebugLines(process.env);

// Helpers that ask the display server would fall back to TCP when its socket is not there (libxcb does); the Finder
// opens no connection at all.
delete process.env['DISPLAY'];

const report = (message: EngineReport) => process.parentPort.postMessage(message);
// Main gives the language and region in which people read the facts (the system's are used without), and whether it
// collects errors: it could say so later, but not before the first ones.
const [, , locale, collecting] = process.argv;
const errors = createProcessErrors(finder, new URL('./', import.meta.url).href, (snapshot) =>
  report({ kind: 'errors', errors: snapshot }),
);
errors.setCollecting(collecting === COLLECTING);
reportUncaught(errors.report);

const { reader, interval } = await platformReader(systemClock);
const sampler = createSampler({
  reader,
  clock: systemClock,
  timers: systemTimers,
  report,
  onCycle: (cycle) => report({ kind: 'cycle', cycle }),
  interval,
});
const device = platformDevice(systemClock, systemTimers, (answers) => report({ kind: 'answers', answers }), locale);
const engine = createFinderEngine({ sampler, device, report, errors });

process.parentPort.on('message', ({ data }) => engine.receive(data));
