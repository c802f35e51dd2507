import { expect, it } from 'vitest';
import { UserFixableError } from '../../../scripts/lib/say.ts';
import { readArguments } from '../../../scripts/start/arguments.ts';

const nothing = { once: false, diagnose: false, storage: 'auto' };

it.each([
  [[], nothing],
  [['--once'], { ...nothing, once: true }],
  [['--diagnose'], { ...nothing, diagnose: true }],
  [['--storage', 'none'], { ...nothing, storage: 'none' }],
  [['--storage=none', '--once'], { ...nothing, once: true, storage: 'none' }],
])('npm start understands %j', (given, understood) => {
  expect(readArguments(given)).toEqual(understood);
});

it.each([[['--onec']], [['--storage']], [['--storage', 'chdb']], [['none']]])('npm start does not take %j', (given) => {
  expect(() => readArguments(given)).toThrow(UserFixableError);
});
