import { expect, it } from 'vitest';
import { Lookups } from '../../../../collector/access/lookups.ts';
import { LOOKUPS_TOLD } from '../../../../collector/limits.ts';
import { FileState } from '../../../../collector/state/file-state.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

it('keeps of each sender as many look-ups as it tells, so that one that is looked up again and again pushes out no other', async () => {
  const state = new FileState({ directory: temporaryFolder(), onFault: expect.fail });
  const clock = { now: 0 };
  const lookups = new Lookups(state, () => clock.now++);
  const [often, once] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];
  await lookups.note([once], 'support');
  for (let times = 0; times < LOOKUPS_TOLD + 5; times++) await lookups.note([often], 'support');
  expect((await state.all('lookup')).size).toBe(LOOKUPS_TOLD + 1);
  expect(await lookups.of(often)).toHaveLength(LOOKUPS_TOLD);
  expect(await lookups.of(once)).toEqual([{ day: '1970-01-01', role: 'support' }]);
});
