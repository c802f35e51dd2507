import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { finder } from '../../../app/finder/product.ts';
import { UsageRecorder } from '../../../client/page/recording/usage-recorder.ts';
import { WindowMeasures } from '../../../client/page/recording/window-measures.ts';

import { programFixture, yes } from '../../support/program-fixture.ts';

/** Timers that are armed in window and main after a Yes, with an empty outbox and before any event. */
export async function timersAtRest(): Promise<number> {
  let inWindow = 0;
  const clock = {
    now: () => 0,
    startTimer: () => {
      inWindow += 1;
      return () => {
        inWindow -= 1;
      };
    },
  };
  const afterPaint = () => {
    inWindow += 1;
  };
  const measures = new WindowMeasures(finder.words, { ...clock, afterPaint, roots: [] });
  const recorder = new UsageRecorder({ ...clock, send: () => Promise.resolve(), measures });
  const folder = mkdtempSync(`${tmpdir()}/candor-bench-`);
  const { program, time } = programFixture(folder, () => Promise.reject(new Error('nothing is sent at rest')));
  await program.start();
  program.decide(yes);
  recorder.setState({ level: 'standard', installation: program.installation });
  time.advance(120_000);
  const armed = time.armed + inWindow;
  program.decide({ answer: 'no', from: 'help' });
  rmSync(folder, { recursive: true, force: true });
  return armed;
}
