/** Candor's client core: the window's recorder, main's program with its log and outbox, and a real upload. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { finder } from '../../../app/finder/product.ts';
import { NOTICE_VERSION } from '../../../client/core/consent/notice.ts';
import { decide, undecided } from '../../../client/core/consent/record.ts';
import { releaseLine } from '../../../client/core/product/product.ts';
import { newIdentity } from '../../../client/main/consent/identity.ts';
import { systemDisk } from '../../../client/main/files/disk.ts';
import { Program, type ProgramOptions } from '../../../client/main/program.ts';
import type { ValueStore } from '../../../client/main/store/open-store.ts';
import type { Transport } from '../../../client/main/upload/egress-gate.ts';
import { systemClock, systemRandomness, systemTimers } from '../../../client/node/platform.ts';
import { UsageRecorder } from '../../../client/page/recording/usage-recorder.ts';
import { yes } from '../../support/program-fixture.ts';
import { someContext } from '../../support/some-context.ts';
import { corpusCodec, corpusProduct } from '../corpus/sixty-commands.ts';
import { batchIn, candorAnswer } from '../sink/candor-answer.ts';
import type { SinkRequest } from '../sink/http-sink.ts';
import { asMainReceives } from './as-main-receives.ts';
import type { ClientPlace, OpenClient } from './client.ts';
import { nodeTransport } from './node-transport.ts';

export const title = 'Candor';
export const answer = candorAnswer;
export const countEvents = (request: SinkRequest) => batchIn(request).usage.length;

const CLOSE_WITHIN_MS = 30_000;

/** A store as the app's own, without electron-store, which needs Electron: one JSON file, read when it is opened. */
function fileStore<T>(file: string, initial: () => T): ValueStore<T> {
  let value: T = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : initial();
  return {
    get: () => value,
    set(next) {
      writeFileSync(file, JSON.stringify(next));
      value = next;
    },
    drop: () => {},
    setAside: undefined,
    unreadable: false,
  };
}

/** A Yes given before this run. */
const agreed = () =>
  decide(undecided, {
    ...yes,
    at: new Date().toISOString(),
    releaseLine: releaseLine(finder.version),
    notice: NOTICE_VERSION,
  });

export const open = ({ url, directory }: ClientPlace): Promise<OpenClient> => openCandor(directory, nodeTransport(url));

/** A flush ends the session, as quitting does, and begins another one, as the next run of the app does. */
export async function openCandor(directory: string, transport: Transport): Promise<OpenClient> {
  let now = 0;
  const clock = { now: systemClock.now, monotonic: () => now };
  const options: ProgramOptions = {
    product: corpusProduct,
    codec: corpusCodec,
    today: '2026-03-09',
    directory: path.join(directory, 'program'),
    consent: fileStore(path.join(directory, 'consent.json'), agreed),
    identity: fileStore(path.join(directory, 'identity.json'), () => newIdentity(systemRandomness)),
    surroundings: () => ({ policy: undefined, doNotTrack: false, installerChoice: undefined }),
    context: () => someContext,
    enhanced: () => Promise.resolve({ organisation: {}, configuration: {} }),
    roots: [],
    transport,
    disk: systemDisk,
    online: () => true,
    machineId: () => Promise.resolve(undefined),
    clock,
    timers: systemTimers,
    random: systemRandomness,
    onChange: () => {},
  };

  const begin = async () => {
    now = 0;
    const program = new Program(options);
    await program.start();
    const recorder = new UsageRecorder({
      now: () => now,
      startTimer: () => () => {},
      send: (record) => Promise.resolve(program.record(asMainReceives(record))),
    });
    recorder.setState({ level: 'standard', installation: program.installation });
    return { program, recorder };
  };
  let { program, recorder } = await begin();
  return {
    record({ command, source, at }) {
      now = at;
      recorder.record(command, source);
    },
    // The window's timer has run: main has what was recorded.
    async settle() {
      recorder.flush();
    },
    async flush() {
      recorder.flush();
      await program.close(AbortSignal.timeout(CLOSE_WITHIN_MS));
      ({ program, recorder } = await begin());
    },
  };
}
