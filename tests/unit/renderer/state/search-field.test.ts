import { expect, it } from 'vitest';
import { SearchFocus } from '../../../../renderer/state/search-field.ts';

it('rows that are still to come take no focus from who has gone back to the search field, nor from a later search', () => {
  const search = new SearchFocus();
  const givenUp: string[] = [];
  search.leading(() => givenUp.push('first'));
  search.leading(() => givenUp.push('second'));
  expect(givenUp).toEqual(['first']);
  search.focus();
  expect(givenUp).toEqual(['first', 'second']);
});
