import { expect, it } from 'vitest';
import { loggedStore } from '../../../../../client/main/store/client-stores.ts';
import { memoryStore } from '../../../../support/program-fixture.ts';

it('is the store itself while it can be written', () => {
  const lines: unknown[] = [];
  const store = loggedStore(
    memoryStore('a'),
    'settings',
    (code, ...parameters) => void lines.push([code, ...parameters]),
  );
  store.set('b');
  expect({ value: store.get(), lines }).toEqual({ value: 'b', lines: [] });
});

it.each([
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EROFS', 'read-only'],
  ['ENOENT', 'missing'],
  ['EIO', 'other'],
  ['constructor', 'other'],
  [undefined, 'other'],
])('tells the log of a write that failed with %s as %s, and throws what was thrown', (code, reason) => {
  const lines: unknown[] = [];
  const failure = Object.assign(new Error("cannot write '/home/somebody/settings.json'"), { code });
  const refusing = {
    ...memoryStore('a'),
    set: () => {
      throw failure;
    },
  };
  const store = loggedStore(refusing, 'settings', (code, ...parameters) => void lines.push([code, ...parameters]));
  expect(() => store.set('b')).toThrow(failure);
  expect(lines).toEqual([['store.write-failed', { store: 'settings', reason }]]);
});
