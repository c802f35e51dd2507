/**
 * Electron's main process for the measurement inside Electron: the app's own IPC, program and transport, with a page
 * that holds the app's recorder. Tells its parent one object of figures.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { app, BrowserWindow, session } from 'electron';
import { clientContractOf } from '../../../client/core/ipc/contract.ts';
import { appOrigin, registerAppScheme, serveAppProtocol } from '../../../client/main/pages/app-protocol.ts';
import { serveIpc } from '../../../client/main/pages/ipc.ts';
import { electronTransport } from '../../../client/main/upload/electron-transport.ts';
import { systemClock, systemRandomness } from '../../../client/node/platform.ts';
import { programFixture, yes } from '../../support/program-fixture.ts';
import { corpusSeed, generateCorpus } from '../corpus/generate.ts';
import { corpusProduct } from '../corpus/sixty-commands.ts';
import { openCandor } from '../telemetry/candor-client.ts';
import type { ElectronFigures } from './electron-figures.ts';

const collector = new URL(process.env['CANDOR_COLLECTOR_URL'] ?? '');
const folder = mkdtempSync(path.join(tmpdir(), 'candor-bench-'));
const ORIGIN = appOrigin('finder');
const EVENTS = 10_000;
const ROUNDS = 7;
/** Of messages with one event each: in all rounds, and with the larger messages before, fewer than a window may send at once. */
const SINGLE_EVENTS = 120;

// The page goes before the sessions are measured.
app.on('window-all-closed', () => {});
registerAppScheme();
void app
  .whenReady()
  .then(measure)
  .then(
    (figures) => finish(figures),
    (error: Error) => finish({ error: error.stack ?? error.message }),
  );

async function measure(): Promise<ElectronFigures> {
  return { ...(await recording()), sessions: await sessions() };
}

/** From the page's recorder over IPC into the session's log. */
async function recording(): Promise<Omit<ElectronFigures, 'sessions'>> {
  const { program } = programFixture(
    path.join(folder, 'recording'),
    () => Promise.reject(new Error('nothing is sent here')),
    { clock: systemClock, random: systemRandomness, product: corpusProduct },
  );
  await program.start();
  program.decide(yes);
  let taken = 0;
  serveIpc(
    clientContractOf(corpusProduct.words),
    {
      'usage.record': (report) => {
        taken += program.record(report);
      },
    },
    ORIGIN,
  );
  serveAppProtocol(path.join(import.meta.dirname, 'page'), ORIGIN);
  const window = new BrowserWindow({
    show: false,
    webPreferences: { preload: path.join(import.meta.dirname, 'preload.cjs'), sandbox: true, contextIsolation: true },
  });
  await window.loadURL(`${ORIGIN}/index.html`);
  const run = (code: string): Promise<number> => window.webContents.executeJavaScript(code);

  const recordOnly: number[] = [];
  for (let round = 0; round < ROUNDS + 3; round++) recordOnly.push(await run(`bench.recordOnly(${EVENTS})`));

  const messages: ElectronFigures['messages'] = [];
  for (const [size, events] of [
    [64, EVENTS],
    [1, SINGLE_EVENTS],
  ] as const) {
    // A session takes 200 000 events; a No and a Yes begin another.
    program.decide({ answer: 'no', from: 'help' });
    program.decide(yes);
    for (let round = 0; round < ROUNDS; round++) {
      taken = 0;
      const began = { main: process.cpuUsage(), page: cpuOf(window.webContents.getOSProcessId()) };
      await run(`bench.record(${events}, ${size}).then(() => 0)`);
      const { user, system } = process.cpuUsage(began.main);
      const page = cpuOf(window.webContents.getOSProcessId()) - began.page;
      if (taken !== events) throw new Error(`${taken} of ${events} events were taken`);
      // The first rounds compile.
      if (round >= 2) messages.push({ size, main: (user + system) / events, page: page / events });
    }
  }
  window.destroy();
  return { recordOnly: recordOnly.slice(3), messages };
}

/** Whole sessions in main, with the upload over Electron's net stack; the parent counts the bytes. */
async function sessions(): Promise<ElectronFigures['sessions']> {
  const open = electronTransport(
    () => session.fromPartition('egress', { cache: false }),
    () => collector,
  );
  const client = await openCandor(mkdtempSync(path.join(folder, 'sessions-')), open);
  const figures: ElectronFigures['sessions'] = [];
  for (const size of [200, EVENTS, 200, EVENTS, 200, EVENTS]) {
    const events = generateCorpus(corpusSeed, size);
    const began = process.cpuUsage();
    for (const [index, event] of events.entries()) {
      client.record(event);
      if (index % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
    }
    await client.flush();
    const { user, system } = process.cpuUsage(began);
    figures.push({ size, cpu: (user + system) / size });
  }
  return figures;
}

/** CPU time of all threads of a process so far, in microseconds (the first field of schedstat, in nanoseconds). */
function cpuOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => {
    const [nanoseconds] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return sum + Number(nanoseconds) / 1000;
  }, 0);
}

function finish(news: ElectronFigures | { error: string }): void {
  rmSync(folder, { recursive: true, force: true });
  process.send?.(news, () => app.exit());
}
