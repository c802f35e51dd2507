import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../app/settings.ts';
import { createFinderHost, type EngineProcess } from '../../../../main/engine/finder-host.ts';
import { historySettings } from '../../../../main/engine-arguments.ts';
import { FakeTime } from '../../../support/fakes.ts';
import { settle } from '../../../support/program-fixture.ts';

function setUp() {
  const time = new FakeTime();
  const engines: { readonly posted: string[]; exit: () => void; report: (message: unknown) => void }[] = [];
  const fork = (): EngineProcess => {
    const posted: string[] = [];
    let exit = () => {};
    let report = (_message: unknown) => {};
    engines.push({ posted, exit: () => exit(), report: (message) => report(message) });
    return {
      pid: engines.length,
      postMessage: (message) => posted.push((message as { kind: string }).kind),
      on(event: string, listener: (message: unknown) => void) {
        if (event === 'exit') exit = () => listener(undefined);
        else report = listener;
      },
      kill: () => true,
    };
  };
  const killed: unknown[] = [];
  const nothing = () => {};
  const host = createFinderHost({
    fork,
    forceKill: ({ pid }) => void killed.push(pid),
    clock: time,
    timers: time,
    history: historySettings(defaultSettings),
    onChanges: nothing,
    onMetrics: nothing,
    onSources: nothing,
    onEngine: nothing,
    onSetAside: nothing,
    onCycle: nothing,
    onAnswers: nothing,
    onErrors: nothing,
    log: nothing,
  });
  const pause = () => {
    const state = { done: false };
    void host.pause().then(() => {
      state.done = true;
    });
    return state;
  };
  return { host, engines, killed, time, pause };
}

describe('the engine at a quit', () => {
  it('is told to write and to end, and is waited for', async () => {
    const { host, engines, pause, time } = setUp();
    expect(host.isRunning).toBe(false);
    host.record(true);
    expect(host.isRunning).toBe(true);
    engines[0]?.report({ kind: 'holds' });
    const paused = pause();
    await settle();
    expect({ done: paused.done, last: engines[0]?.posted.at(-1) }).toEqual({ done: false, last: 'end' });
    engines[0]?.exit();
    await settle();
    expect({ done: paused.done, running: host.isRunning, timers: time.armed }).toEqual({
      done: true,
      running: false,
      timers: 0,
    });
    // The app ends, and nothing starts another.
    host.stop();
    host.record(false);
    host.record(true);
    expect(engines).toHaveLength(1);
  });

  it('is not waited for where there is none', async () => {
    const { pause } = setUp();
    const paused = pause();
    await settle();
    expect(paused.done).toBe(true);
  });

  it('that has nothing to write yet, as while it starts, is not waited for and is ended with the app', async () => {
    const { host, killed, pause } = setUp();
    host.record(true);
    const paused = pause();
    await settle();
    expect({ done: paused.done, killed }).toEqual({ done: true, killed: [] });
    host.stop();
    expect(killed).toEqual([1]);
  });

  it('is not waited for once it has written', async () => {
    const { host, engines, killed, pause } = setUp();
    host.record(true);
    engines[0]?.report({ kind: 'holds' });
    const paused = pause();
    await settle();
    expect(paused.done).toBe(false);
    engines[0]?.report({ kind: 'written' });
    await settle();
    expect(paused.done).toBe(true);
    host.stop();
    expect(killed).toEqual([1]);
  });

  it.each<[string, (host: ReturnType<typeof setUp>['host']) => void]>([
    ['to clear the history', (host) => void host.ask(1, { ask: 'clear', span: 'all' })],
    ['to end a process', (host) => void host.ask(1, { ask: 'end', key: 'a', force: false })],
    ['to keep it otherwise', (host) => host.setHistory({ ...historySettings(defaultSettings), excluded: ['a'] })],
  ])('that was told %s is waited for, started or not', async (_what, tell) => {
    const { host, engines, pause } = setUp();
    host.record(true);
    tell(host);
    const paused = pause();
    engines[0]?.report({ kind: 'written' });
    await settle();
    expect(paused.done).toBe(false);
    engines[0]?.exit();
    await settle();
    expect(paused.done).toBe(true);
  });

  it('that takes the place of one that fell has nothing to write either until it says so', async () => {
    const { host, engines, pause, time } = setUp();
    host.record(true);
    engines[0]?.report({ kind: 'holds' });
    engines[0]?.exit();
    time.advance(5000);
    expect(engines).toHaveLength(2);
    const paused = pause();
    await settle();
    expect(paused.done).toBe(true);
  });

  it('that was called off is started again, whether it has ended or is about to', async () => {
    const { host, engines, pause, time } = setUp();
    host.record(true);
    pause();
    engines[0]?.exit();
    await settle();
    host.resume();
    expect(engines).toHaveLength(2);
    engines[1]?.report({ kind: 'holds' });
    const paused = pause();
    host.resume();
    engines[1]?.exit();
    time.advance(5000);
    await settle();
    expect({ done: paused.done, engines: engines.length }).toEqual({ done: true, engines: 3 });
  });

  it('is ended by force when it has not ended in the time that the app has waited, and not before', async () => {
    const { host, killed, pause } = setUp();
    host.record(true);
    void pause();
    await settle();
    expect(killed).toEqual([]);
    host.stop();
    expect(killed).toEqual([1]);

    const other = setUp();
    other.host.record(true);
    other.host.stop();
    expect({ killed: other.killed, last: other.engines[0]?.posted.at(-1) }).toEqual({ killed: [], last: 'end' });
  });
});
