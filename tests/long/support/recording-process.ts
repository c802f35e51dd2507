/** The recording side of the app as a process of its own: `recording-process.ts PROFILE COLLECTOR`, fed over IPC. */

import { Program } from '../../../client/main/program.ts';
import { systemClock } from '../../../client/node/platform.ts';
import { commandNumber, nodeProgramOptions } from './node-program.ts';

/** `use`: record `count` events, numbered from `from` on. `quit`: end as the app does. */
export type ToProcess =
  | { readonly kind: 'use'; readonly from: number; readonly count: number }
  | { readonly kind: 'quit' };

/** `ready`: this session is being recorded. `recorded`: so many events of a report were taken. */
export type FromProcess =
  | { readonly kind: 'ready'; readonly session: number }
  | { readonly kind: 'recorded'; readonly from: number; readonly count: number };

const [, , profile = '', collector = ''] = process.argv;
/** A second for each event, so that its time tells its index in the session. */
let seconds = 0;
const options = nodeProgramOptions(profile, collector, {
  now: systemClock.now,
  monotonic: () => seconds * 1000,
});
const program = new Program(options);
const tell = (message: FromProcess) => process.send?.(message);

process.on('message', (message: ToProcess) => {
  if (message.kind === 'quit') {
    void program.close(AbortSignal.timeout(30_000)).then(() => process.exit(0));
    return;
  }
  const { from, count } = message;
  seconds += count;
  const events = Array.from({ length: count }, (_, index) => ({
    command: commandNumber(from + index),
    source: 'menu' as const,
    age: (count - 1 - index) * 1000,
  }));
  tell({ kind: 'recorded', from, count: program.record({ events, dropped: 0 }) });
});

await program.start();
if (program.history.length === 0) program.decide({ answer: 'yes', level: 'standard', from: 'popup' });
tell({ kind: 'ready', session: options.identity.get().sessions });
