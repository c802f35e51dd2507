import { beforeEach, describe, expect, it, vi } from 'vitest';
import { superviseApp } from '../../../scripts/dev/app-runs.ts';
import type { AppProcess } from '../../../scripts/start/app-process.ts';

type Ending = Awaited<AppProcess['ended']>;

/** Runs of an app that ends when the test says so. */
function runsOf(hears: boolean) {
  const launched: { end(how: Ending): void; killed: boolean }[] = [];
  const told: string[] = [];
  const said: string[] = [];
  const runs = superviseApp({
    launch() {
      let end: (how: Ending) => void = () => {};
      const ended = new Promise<Ending>((resolve) => {
        end = resolve;
      });
      const run = { end, killed: false };
      launched.push(run);
      return {
        ended,
        askToQuit: () => {},
        kill() {
          run.killed = true;
          end({ code: null, signal: 'SIGKILL' });
        },
      };
    },
    tell(word) {
      told.push(word);
      return hears;
    },
    say: (line) => said.push(line),
  });
  let over = false;
  void runs.over.then(() => {
    over = true;
  });
  return { runs, launched, told, said, isOver: () => over };
}

const quit: Ending = { code: 0, signal: null };
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the runs of an app under development', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return () => vi.useRealTimers();
  });

  it('are over when its user quits it', async () => {
    const { runs, launched, isOver } = runsOf(true);
    await runs.restart();
    launched[0]?.end(quit);
    await settled();
    expect([isOver(), runs.running]).toEqual([true, false]);
  });

  it('go on after a restart, which waits for the end of the run before', async () => {
    const { runs, launched, told, isOver } = runsOf(true);
    await runs.restart();
    const restarted = runs.restart();
    await settled();
    expect([told, launched.length]).toEqual([['restart'], 1]);
    launched[0]?.end(quit);
    await restarted;
    expect([launched.length, runs.running, isOver()]).toEqual([2, true, false]);
  });

  it('wait for the next change when the app failed, and say so', async () => {
    const { runs, launched, said, isOver } = runsOf(true);
    await runs.restart();
    launched[0]?.end({ code: 1, signal: null });
    await settled();
    expect(said).toEqual(['Candor Finder ended with code 1: it starts again with your next change']);
    expect([isOver(), runs.running]).toEqual([false, false]);
    await runs.restart();
    expect([launched.length, runs.running]).toEqual([2, true]);
  });

  it('kill an app that hears nothing, because it may show a message for ever', async () => {
    const { runs, launched } = runsOf(false);
    await runs.restart();
    await runs.restart();
    expect(launched.map(({ killed }) => killed)).toEqual([true, false]);
  });

  it('kill an app that hears and does not end', async () => {
    const { runs, launched, told } = runsOf(true);
    await runs.restart();
    const ended = runs.end();
    expect([told, launched[0]?.killed]).toEqual([['quit'], false]);
    await vi.advanceTimersByTimeAsync(6000);
    await ended;
    expect(launched[0]?.killed).toBe(true);
  });

  it('end at once when somebody insists', async () => {
    const { runs, launched, told } = runsOf(true);
    await runs.restart();
    await runs.end('kill');
    expect([told, launched[0]?.killed]).toEqual([[], true]);
  });
});
