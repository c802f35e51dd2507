import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../app/settings.ts';
import type { Caller } from '../../../client/main/pages/ipc.ts';
import { createHandlers } from '../../../main/handlers.ts';
import type { StoredSettings } from '../../../main/settings.ts';
import { memoryStore } from '../../support/program-fixture.ts';

/** @param code what the disk says to each write. */
function handlersOn(code: string) {
  const settings = {
    ...memoryStore<StoredSettings>(defaultSettings),
    set() {
      throw Object.assign(new Error('refused'), { code });
    },
  };
  return createHandlers({ settings, finderHost: {}, openWindow: () => {} } as unknown as Parameters<
    typeof createHandlers
  >[0]);
}

const caller = {} as Caller;

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
