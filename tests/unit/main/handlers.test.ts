import { describe, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../app/settings.ts';
import type { Caller } from '../../../client/main/pages/ipc.ts';
import { createHandlers } from '../../../main/handlers.ts';
import { isStoredSettings, type StoredSettings, shownSettings, withDefaults } from '../../../main/settings.ts';
import { memoryStore } from '../../support/program-fixture.ts';

type Services = Parameters<typeof createHandlers>[0];

function handlersWith(services: Partial<Record<keyof Services, unknown>>) {
  return createHandlers({
    settings: memoryStore<StoredSettings>(defaultSettings),
    recording: { changed: () => {} },
    activation: { isAtWork: () => true },
    ...services,
  } as unknown as Services);
}

/** @param code what the disk says to each write. */
function handlersOn(code: string) {
  return handlersWith({
    settings: {
      ...memoryStore<StoredSettings>(defaultSettings),
      set() {
        throw Object.assign(new Error('refused'), { code });
      },
    },
  });
}

const caller = { window: { id: 1 } } as Caller;

describe('settings that a window changes', () => {
  it.each([
    ['ENOSPC', 'full'],
    ['EACCES', 'denied'],
    ['EROFS', 'read-only'],
    ['EIO', 'other'],
  ] as const)('are answered as they were, with the reason, when the disk says %s', (code, failure) => {
    const handlers = handlersOn(code);
    const answer = { revision: 0, settings: defaultSettings };
    expect(handlers['settings.change']({ theme: 'dark' }, caller)).toEqual({ ...answer, failure });
    expect(handlers['settings.get'](undefined, caller)).toEqual(answer);
  });
});

describe('a settings file from an earlier version', () => {
  const { history: _, historyDays: __, keepRecording: ___, excludedPrograms: ____, ...earlier } = defaultSettings;

  it('is taken, and what it does not have is as it is by default', () => {
    expect(isStoredSettings(earlier)).toBe(true);
    const store = withDefaults(memoryStore(earlier as Settings));
    expect(store.get()).toEqual(defaultSettings);
  });
});

it('a window is told nothing of what main remembers for itself', () => {
  const placement = { x: 0, y: 0, width: 900, height: 600, maximized: false };
  expect(shownSettings({ ...defaultSettings, placement, sessions: 3, startsAtLogin: true })).toEqual(defaultSettings);
});
