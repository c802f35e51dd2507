import { expect, test } from 'vitest';
import { missingPlatformPackages } from '../../../scripts/generate/lockfile-platforms.ts';

test('a missing platform package is written as npm would write it', () => {
  const packages = {
    'node_modules/tool': { version: '1.0.0', dev: true, optionalDependencies: { '@tool/cli-linux-x64-musl': '1.2.3' } },
  };
  expect(missingPlatformPackages({ packages })).toEqual({
    'node_modules/@tool/cli-linux-x64-musl': {
      version: '1.2.3',
      cpu: ['x64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  });
});

test('one that is there, beside its parent or above it, is left alone', () => {
  const packages = {
    'node_modules/a': { optionalDependencies: { 'a-darwin-arm64': '1.0.0', 'b-win32-x64': '1.0.0' } },
    'node_modules/a/node_modules/a-darwin-arm64': { version: '1.0.0' },
    'node_modules/b-win32-x64': { version: '1.0.0' },
  };
  expect(missingPlatformPackages({ packages })).toEqual({});
});

test.each([
  ['an open version', { 'a-linux-x64': '^1.0.0' }, /not pinned/],
  ['a name without a platform', { fsevents: '1.0.0' }, /does not tell its platform/],
])('%s is not guessed at', (_what, optionalDependencies, message) => {
  expect(() => missingPlatformPackages({ packages: { 'node_modules/a': { optionalDependencies } } })).toThrow(message);
});
