import { expect, it } from 'vitest';
import { decideRestart } from '../../../../../client/main/errors/restarts.ts';

it('restarts an engine three times in a minute, each time later, and then leaves it alone', () => {
  expect(decideRestart([], 0)).toEqual({ after: 250, restarts: [0] });
  expect(decideRestart([0], 1000)).toEqual({ after: 500, restarts: [0, 1000] });
  expect(decideRestart([0, 1000], 2000)).toEqual({ after: 1000, restarts: [0, 1000, 2000] });
  expect(decideRestart([0, 1000, 2000], 59_999)).toEqual({ after: 'never' });
});

it('forgets restarts that are more than a minute ago', () => {
  expect(decideRestart([0, 1000, 2000], 60_500)).toEqual({ after: 1000, restarts: [1000, 2000, 60_500] });
});
