import { describe, expect, it } from 'vitest';
import {
  addressOf,
  countDays,
  daysOf,
  lastDays,
  ownParametersOf,
  parametersOf,
  scopeOf,
  withFilter,
} from '../../../../collector/web/routing/scope.ts';

const closed = { from: '2026-01-10', to: '2026-03-13' };

describe('what an address asks for', () => {
  it.each([
    '',
    'from=2026-03-01&to=2026-03-09',
    'product=candor-finder&version=1.2.0&os=linux&country=IT&votes=installation&compare=version%3A1.1.0',
  ])('is what is written in it again: %s', (search) => {
    expect(String(parametersOf(scopeOf(`?${search}`)))).toBe(search);
  });

  it('leaves out what is not understood', () => {
    const scope = scopeOf('?from=yesterday&to=2026-3-1&votes=twice&compare=colour:red&compare=os:&colour=red&version=');
    expect(scope).toEqual({ filters: [], votes: 'events' });
    expect(addressOf('/features', scope)).toBe('/features');
  });

  it('has one filter of each dimension', () => {
    const scope = withFilter(scopeOf('?version=1.0.0&os=linux'), 'version', '1.1.0');
    expect(addressOf('/errors', scope, { operation: 'a b' })).toBe('/errors?version=1.1.0&os=linux&operation=a+b');
    expect(withFilter(scope, 'version', undefined).filters).toEqual([{ dimension: 'os', segment: 'linux' }]);
  });
});

describe('what of an address is its page’s own', () => {
  it('stays when its filters are others, and is left out when nothing is chosen', () => {
    const search =
      '?from=2026-03-01&operation=candor-finder+finder.search+ok&os=linux&compare=os:windows&first=go.search';
    const own = ownParametersOf(search);
    expect(own).toEqual({ operation: 'candor-finder finder.search ok', first: 'go.search' });
    expect(addressOf('/operations', withFilter(scopeOf(search), 'os', undefined), { ...own, first: '' })).toBe(
      '/operations?from=2026-03-01&compare=os%3Awindows&operation=candor-finder+finder.search+ok',
    );
  });
});

describe('the days of a page', () => {
  it.each([
    ['', '2026-02-14', '2026-03-13'],
    ['?to=2026-01-20', '2026-01-10', '2026-01-20'],
    ['?from=2026-03-01', '2026-03-01', '2026-03-13'],
    ['?from=2020-01-01&to=2031-01-01', '2026-01-10', '2026-03-13'],
    ['?from=2031-01-01', '2031-01-01', '2031-01-01'],
  ])('are four weeks unless it is said, and closed: %s', (search, from, to) => {
    expect(daysOf(scopeOf(search), closed)).toEqual({ from, to });
  });

  it('are counted and taken from the end', () => {
    expect(lastDays(closed, 7)).toEqual({ from: '2026-03-07', to: '2026-03-13' });
    expect(lastDays(closed, 1000)).toEqual(closed);
    expect(countDays(closed)).toBe(63);
  });
});
