import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../../app/settings.ts';
import { createFinderHost, type EngineProcess } from '../../../../main/engine/finder-host.ts';
import type { Watch } from '../../../../main/engine/watches.ts';
import { historySettings } from '../../../../main/engine-arguments.ts';
import { FakeTime } from '../../../support/fakes.ts';

const visible: Watch = { level: 'visible', topics: ['processes'] };
const cycle = { kind: 'cycle', cycle: { milliseconds: 1, failed: false, rows: 1, skipped: 0 } };

/** Engines that are told from one another by their place. */
function setUp() {
  const time = new FakeTime();
  const engines: { readonly posted: string[]; exit: () => void; report: (message: unknown) => void }[] = [];
  const told: string[] = [];
  const nothing = () => {};
  const host = createFinderHost({
    fork(): EngineProcess {
      const posted: string[] = [];
      const listeners: Record<string, (message: unknown) => void> = {};
      engines.push({
        posted,
        exit: () => listeners['exit']?.(undefined),
        report: (message) => listeners['message']?.(message),
      });
      return {
        pid: engines.length,
        postMessage(message) {
          const { kind, level, id } = message as { kind: string; level?: string; id?: number };
          if (kind === 'ping') listeners['message']?.({ kind: 'pong', id });
          else posted.push(level ? `${kind} ${level}` : kind);
        },
        on(event: string, listener: (message: unknown) => void) {
          listeners[event] = listener;
        },
        kill: () => true,
      };
    },
    forceKill: nothing,
    clock: time,
    timers: time,
    history: historySettings(defaultSettings),
    onChanges: nothing,
    onMetrics: nothing,
    onSources: nothing,
    onEngine: (condition) => void told.push(condition),
    onSetAside: nothing,
    onCycle: nothing,
    onAnswers: nothing,
    onErrors: nothing,
    log: (code, ..._parameters) => void told.push(code),
  });
  return { host, engines, time, told };
}

/** A window was shown the lists, and is closed. */
function afterAWindow() {
  const all = setUp();
  all.host.record(true);
  all.host.watch(1, visible);
  all.host.leave(1);
  return all;
}

describe('recording after the last window', () => {
  it('goes on in a fresh engine, after a reading, and nobody is told of a fault', () => {
    const { engines, time, told } = afterAWindow();
    time.advance(4000);
    engines[0]?.report(cycle);
    time.advance(2000);
    expect(engines[0]?.posted.at(-1)).toBe('watch recording');
    engines[0]?.report(cycle);
    expect(engines[0]?.posted.at(-1)).toBe('end');
    engines[0]?.exit();
    expect(engines[1]?.posted).toEqual(['settings', 'watch recording']);
    expect(told).toEqual(['engine.started', 'engine.started']);
    // It was never shown to anybody, so it stays.
    time.advance(60_000);
    engines[1]?.report(cycle);
    expect(engines[1]?.posted.at(-1)).toBe('watch recording');
  });

  it('goes on in the same engine when a window comes back at once', () => {
    const { host, engines, time } = afterAWindow();
    time.advance(4000);
    host.watch(2, visible);
    time.advance(10_000);
    engines[0]?.report(cycle);
    expect(engines[0]?.posted).not.toContain('end');
  });

  it('answers a window that comes while the engine is replaced', async () => {
    const { host, engines, time } = afterAWindow();
    time.advance(6000);
    engines[0]?.report(cycle);
    host.watch(2, visible);
    const asked = host.ask(2, { ask: 'history' });
    expect(engines[0]?.posted.at(-1)).toBe('end');
    engines[0]?.exit();
    expect(engines[1]?.posted).toEqual(['settings', 'watch visible', 'ask']);
    engines[1]?.report({ kind: 'answer', id: 1, answer: { ok: true, json: 'null' } });
    expect(await asked).toEqual({ ok: true, json: 'null' });
  });

  it('goes on in a fresh engine after one that has taken in a long journal', () => {
    const { host, engines, time } = setUp();
    host.record(true);
    time.advance(60_000);
    engines[0]?.report(cycle);
    engines[0]?.report({ kind: 'loaded' });
    time.advance(6000);
    engines[0]?.report(cycle);
    expect(engines[0]?.posted).toEqual(['settings', 'watch recording', 'watch recording', 'end']);
  });

  it('is over for good when the app quits meanwhile', () => {
    const { host, engines, time } = afterAWindow();
    time.advance(6000);
    engines[0]?.report(cycle);
    void host.pause();
    engines[0]?.exit();
    expect({ engines: engines.length, timers: time.armed }).toEqual({ engines: 1, timers: 0 });
  });
});
