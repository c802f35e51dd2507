import { describe, expect, it } from 'vitest';
import { type FilterSentence, notFollowedBy } from '../../../../collector/web/frame/filters.tsx';
import { catalogues } from '../../../../collector/web/messages/index.ts';
import { pages } from '../../../../collector/web/pages/pages.ts';
import { scopeOf } from '../../../../collector/web/routing/scope.ts';

describe('the sentence of the filters', () => {
  const scope = scopeOf('?product=candor-finder&os=linux&votes=installation&compare=version:1.0.0');
  const filter = 'Linux';
  const [votes, compare] = ['counted once an installation', 'compared with version 1.0.0'];

  it.each<[FilterSentence, readonly string[]]>([
    ['filters.sentence', []],
    ['filters.without-votes', [votes]],
    ['filters.without-compare', [compare]],
    ['filters.neither', [votes, compare]],
    ['findings.filters', [filter, votes, compare]],
  ])('says what an address asks for that its page does not follow: %s', (sentence, expected) => {
    for (const catalogue of Object.values(catalogues)) {
      expect(notFollowedBy(catalogue[sentence], scope)).toEqual(expected);
      expect(notFollowedBy(catalogue[sentence], scopeOf('?from=2026-03-01'))).toEqual([]);
    }
  });

  it('has a place for each filter that the question of a page follows, and no other', () => {
    const without = (sentence: FilterSentence | undefined) => pages.filter(({ filters }) => filters === sentence);
    const ids = (sentence: FilterSentence) => without(sentence).map(({ id }) => id);
    expect(ids('filters.without-votes')).toEqual(['errors', 'organisations', 'completeness']);
    expect(ids('filters.without-compare')).toEqual(['dictionary']);
    expect(ids('filters.neither')).toEqual(['overview', 'retention']);
    expect(ids('findings.filters')).toEqual(['findings']);
  });
});
