import { describe, expect, test } from 'vitest';
import { uint } from '../../../client/core/registry/field-types.ts';
import { expiryNews } from '../../../scripts/packaging/expired-fields.ts';
import { finderRegistry } from '../../support/finder-format.ts';
import { groupOf, standard } from '../client/core/support/declared.ts';

const count = uint(9, 'count');
const registry = {
  first: groupOf('whole', {
    id: standard(count),
    size: standard(count, { owner: 'platforms', review: 'docs/sizes.md', expires: '2027-06-30' }),
    depth: standard(count, { owner: 'platforms', review: 'docs/sizes.md', expires: '2027-06-30' }),
  }),
  second: groupOf('sparse', { late: standard(count, { owner: 'product', expires: '2027-07-20' }) }),
};
const newsOn = (time: string) => expiryNews(registry, Date.parse(time));
const sizes = 'first.size, first.depth (until 2027-06-30; owner platforms, review docs/sizes.md)';
const late = 'second.late (until 2027-07-20; owner product, review docs/privacy.md)';

describe('a release', () => {
  test('is made without a word while every field has more than thirty days', () => {
    expect(newsOn('2027-05-31T23:59:59Z')).toEqual({ refusal: undefined, warning: undefined });
  });

  test('warns of a field for its last thirty days', () => {
    for (const time of ['2027-06-01T00:00:00Z', '2027-06-20T23:59:59Z']) {
      const { refusal, warning } = newsOn(time);
      expect(refusal).toBeUndefined();
      expect(warning).toContain(sizes);
      expect(warning).not.toContain('second');
    }
    expect(newsOn('2027-06-30T23:59:59Z').warning).toContain(`${sizes}; ${late}`);
  });

  test('fails from the day after its last one, and names the fields, who answers for them and the review', () => {
    const { refusal, warning } = newsOn('2027-07-01T00:00:00Z');
    expect(refusal).toContain(`past its last day: ${sizes}; renew`);
    expect(refusal).not.toContain('second');
    expect(warning).toContain(late);
    expect(newsOn('2027-07-21T00:00:00Z')).toEqual({
      refusal: expect.stringContaining(`${sizes}; ${late}`),
      warning: undefined,
    });
  });

  test('of the Finder can be made until the end of 2029, and no later', () => {
    const of = (time: string) => expiryNews(finderRegistry, Date.parse(time));
    expect(of('2029-11-30T23:59:59Z')).toEqual({ refusal: undefined, warning: undefined });
    expect(of('2029-12-31T12:00:00Z')).toMatchObject({ refusal: undefined, warning: expect.any(String) });
    const { refusal } = of('2030-01-01T00:00:00Z');
    expect(refusal).toMatch(/context\.os, .* \(until 2029-12-31; owner platforms, review docs\/privacy\.md\)/);
    expect(refusal).toMatch(/usage\.command, .* \(until 2029-12-31; owner product, /);
    expect(refusal).not.toMatch(/envelope|context\.version/);
  });
});
