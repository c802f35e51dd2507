/**
 * The program among people's names: `marked-process.ts PROFILE COLLECTOR MARKER`. Everything that a module could read or
 * be told by mistake holds the marker. It records, tells its parent, and quits when it is told to.
 */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { finder } from '../../../app/finder/product.ts';
import { Program, type ProgramOptions } from '../../../client/main/program.ts';
import { sessionContext } from '../../../client/main/recording/context.ts';
import { commandNumber, nodeProgramOptions } from './node-program.ts';

const [, , profile = '', collector = '', marker = ''] = process.argv;
const plain = nodeProgramOptions(profile, collector);
const facts = {
  platform: process.platform,
  release: `${os.release()}-${marker}`,
  arch: marker,
  electron: `33.4.11-${marker}`,
  cpuModel: `${os.cpus()[0]?.model} ${marker}`,
  cores: os.cpus().length,
  memory: os.totalmem(),
  osRelease: `ID=${marker}\nVERSION_ID="12 ${marker}"\nHOME_URL="https://${os.hostname()}/"\n`,
  screens: [1920],
  region: marker,
  timeZone: marker,
  language: 'en' as const,
};
let attempts = 0;
const options: ProgramOptions = {
  ...plain,
  context: () => sessionContext(facts, finder, true),
  machineId: () => Promise.resolve(`${marker}-${os.hostname()}`),
  // The first attempt fails with a message as errors have them.
  transport: (request, signal) =>
    attempts++ === 0
      ? Promise.reject(new Error(`getaddrinfo ENOTFOUND ${marker} for ${os.userInfo().username} in ${process.cwd()}`))
      : plain.transport(request, signal),
};

const program = new Program(options);
await program.start();
if (program.history.length === 0) program.decide({ answer: 'yes', level: 'standard', from: 'popup' });
for (let number = 0; number < 50; number++) {
  const event = { command: commandNumber(number), source: 'menu' as const, age: 0 };
  // What a careless caller could hand over along with it.
  const careless = { ...event, query: `name:${marker}`, path: `/home/${marker}/salary.ods`, error: new Error(marker) };
  program.record({ events: [careless], dropped: 0 });
}
try {
  readFileSync(`/home/${marker}/missing.txt`);
} catch {
  // An error that names the file, as errors do.
  program.record({ events: [], dropped: 1 });
}
const word = once(process, 'message');
process.send?.({ hostname: os.hostname(), environment: Object.values(process.env).join('\n') });
await word;
// The first attempt fails, as above.
for (let attempt = 0; attempt < 2; attempt++) await program.close(AbortSignal.timeout(10_000));
process.exit(0);
