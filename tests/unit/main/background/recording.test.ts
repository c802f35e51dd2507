import { describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../../../app/settings.ts';
import type { LoginState } from '../../../../main/background/login-start.ts';
import { Recording, recordsWithoutWindow } from '../../../../main/background/recording.ts';
import type { StoredSettings } from '../../../../main/settings.ts';
import { memoryStore } from '../../../support/program-fixture.ts';

const placement = { x: 0, y: 0, width: 900, height: 600, maximized: false };

function setUp(change: Partial<StoredSettings> = {}, state: LoginState = 'off') {
  const settings = memoryStore<StoredSettings>({ ...defaultSettings, ...change });
  const told: string[] = [];
  const client = { isQuiet: true };
  const start = () =>
    new Recording({
      settings,
      login: {
        state,
        choose: (on) => told.push(on ? 'on' : 'off'),
        refresh: () => told.push('refresh'),
      },
      client,
    });
  return { settings, told, client, start };
}

describe('going on without a window', () => {
  it.each([
    ['on', true, true],
    ['on', false, false],
    ['off', true, false],
    ['not-asked', true, false],
  ] as const)('%s, with the history %s: %s', (keepRecording, history, goesOn) => {
    expect(recordsWithoutWindow({ ...defaultSettings, keepRecording, history })).toBe(goesOn);
  });

  it('is told to the system when it changes, and looked after at a start', () => {
    const { start, told } = setUp({ keepRecording: 'on' });
    const on = { ...defaultSettings, keepRecording: 'on' as const };
    const recording = start();
    recording.changed(on, { ...on, theme: 'dark' });
    recording.changed(on, { ...on, history: false });
    recording.changed({ ...on, history: false }, on);
    recording.changed(on, { ...on, keepRecording: 'off' });
    expect(told).toEqual(['refresh', 'off', 'on', 'off']);
    expect(setUp().told).toEqual([]);
  });

  it.each<[Partial<StoredSettings>, LoginState, LoginState]>([
    [{ keepRecording: 'on' }, 'failed', 'failed'],
    [{ keepRecording: 'on' }, 'on', 'on'],
    [{ keepRecording: 'off' }, 'failed', 'off'],
    [{}, 'unsupported', 'unsupported'],
  ])('tells how it stands: %#', (change, state, atLogin) => {
    expect(setUp(change, state).start().status().atLogin).toBe(atLogin);
  });
});

describe('people are asked', () => {
  const mayAsk = (recording: Recording) => recording.status().mayAsk;

  it('not in their first session, whatever they do in it; in the next one they may be', () => {
    const { start, settings } = setUp();
    const recording = start();
    recording.sessionBegins();
    recording.windowCloses({ placement });
    recording.windowCloses({ placement });
    expect(mayAsk(recording)).toBe(false);
    expect(settings.get()).toMatchObject({ sessions: 1, placement });
    const next = start();
    next.sessionBegins();
    expect(mayAsk(next)).toBe(true);
  });

  it('in a session that begins in a process that has gone on, too', () => {
    const { start } = setUp();
    const recording = start();
    recording.sessionBegins();
    recording.windowCloses({ placement });
    recording.sessionBegins();
    expect(mayAsk(recording)).toBe(true);
  });

  it('with a profile from before sessions were counted', () => {
    expect(mayAsk(setUp({ placement }).start())).toBe(true);
  });

  it('not beside the program’s question, nor after an answer, nor without a history', () => {
    const { start, client } = setUp({ sessions: 5 });
    client.isQuiet = false;
    expect(mayAsk(start())).toBe(false);
    expect(mayAsk(setUp({ sessions: 5, keepRecording: 'off' }).start())).toBe(false);
    expect(mayAsk(setUp({ sessions: 5, keepRecording: 'on' }).start())).toBe(false);
    expect(mayAsk(setUp({ sessions: 5, history: false }).start())).toBe(false);
  });

  it('without counting further than it matters, so that a session that changes nothing writes nothing at its end', () => {
    const { start, settings } = setUp({ sessions: 1, placement });
    const stored = vi.spyOn(settings, 'set');
    const recording = start();
    recording.sessionBegins();
    recording.windowCloses({ placement: { ...placement } });
    expect(stored).not.toHaveBeenCalled();
    const moved = { ...placement, x: 1 };
    recording.windowCloses({ placement: moved });
    expect(stored).toHaveBeenCalledTimes(1);
    expect(settings.get()).toMatchObject({ sessions: 1, placement: moved });
  });
});
