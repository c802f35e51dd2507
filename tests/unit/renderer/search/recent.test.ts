import { expect, it } from 'vitest';
import { MAX_QUERY } from '../../../../app/finder/asking.ts';
import { MAX_RECENT, settingsSchema } from '../../../../app/settings.ts';
import { remember } from '../../../../renderer/search/recent.ts';

it('has the last search first, each once, and no more than the settings take', () => {
  let recent: readonly string[] = [];
  for (let i = 0; i < MAX_RECENT + 5; i += 1) recent = remember(recent, `port:${i}`);
  recent = remember(recent, ' port:20 ');
  expect(recent.slice(0, 2)).toEqual(['port:20', `port:${MAX_RECENT + 4}`]);
  expect(recent.filter((search) => search === 'port:20')).toHaveLength(1);
  expect(settingsSchema.shape.recentSearches.safeParse(recent).success).toBe(true);
});

it('is the same when there is nothing to remember', () => {
  const recent = ['node'];
  expect(remember(recent, 'node')).toBe(recent);
  expect(remember(recent, '  ')).toBe(recent);
  expect(remember(recent, 'x'.repeat(MAX_QUERY + 1))).toBe(recent);
});
