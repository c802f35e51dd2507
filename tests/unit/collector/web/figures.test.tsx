import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Overview, ProductTitles } from '../../../../client/core/batch/overview.ts';
import { Completeness } from '../../../../collector/web/parts/completeness.tsx';
import { Figures } from '../../../../collector/web/parts/figures.tsx';
import type { OverviewState } from '../../../../collector/web/use-overview.ts';

const overview: Overview = {
  k: 5,
  through: '2026-03-10',
  sessions: 12,
  installations: 7,
  days: { first: '2026-03-09', last: '2026-03-09' },
  usage: [
    { command: 'go.search', source: 'shortcut', count: 30, installations: 7 },
    { command: 'go.search', source: 'menu', count: 5, installations: 5 },
  ],
  platforms: [
    { os: 'linux', osVersion: '12', distribution: 'debian', architecture: 'x64', sessions: 7, installations: 5 },
    {
      os: 'windows',
      osVersion: '10.0.22631',
      distribution: 'none',
      architecture: 'x64',
      sessions: 5,
      installations: 5,
    },
  ],
  versions: [
    { product: 'candor-finder', version: '1.0.0', runtime: '45.1.0', sessions: 6, installations: 6 },
    { product: 'candor-gone', version: '2.0.0', runtime: '45.1.0', sessions: 6, installations: 6 },
  ],
  more: { platforms: 0, versions: 2 },
  completeness: { received: 14, waiting: 2, lost: [{ reason: 'disk-full', count: 4 }] },
};

const products: ProductTitles[] = [
  {
    id: 'candor-finder',
    name: 'Candor Finder',
    commands: [
      { id: 'go.back', title: { en: 'Back', it: 'Indietro' } },
      { id: 'go.forward', title: { en: 'Forward', it: 'Avanti' } },
      { id: 'go.search', title: { en: 'Search…', it: 'Cerca…' } },
    ],
    operations: [],
  },
];

const empty: Overview = { ...overview, sessions: 0, installations: 0, days: null, usage: [], platforms: [] };

/** The words of the page as a screen reader would come by them. */
function textOf(state: Partial<OverviewState>): string {
  const whole = { overview: undefined, products, askedAt: undefined, failure: undefined, ...state };
  return words(renderToStaticMarkup(<Figures state={whole} ask={async () => {}} />));
}

const words = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('the figures', () => {
  // Where a login leads back to.
  beforeEach(() => void vi.stubGlobal('window', { location: { pathname: '/', search: '' } }));

  it('say how often commands were used, and in how many sessions of how many installations', () => {
    const text = textOf({ overview });
    expect(text).toContain('35 uses of commands');
    expect(text).toContain('12 sessions of 7 installations');
  });

  it('name commands and systems as people know them', () => {
    const text = textOf({ overview });
    expect(text).toContain('Go › Search 35');
    expect(text).toContain('Debian 12 x64 7 5');
    expect(text).toContain('Windows 10.0.22631 x64 5 5');
    expect(text).toContain('Candor Finder 1.0.0');
    expect(text).not.toContain('go.search');
  });

  it('say of which days they are: of receipt, or with k = 1 of the sessions', () => {
    expect(textOf({ overview })).toContain('received March 9, 2026');
    expect(textOf({ overview: { ...overview, k: 1, through: null } })).toContain('begun March 9, 2026');
  });

  it('call by their ids what no product tells of, such as while the titles cannot be had', () => {
    const text = textOf({ overview, products: [] });
    expect(text).toContain('Other › go.search 35');
    expect(text).toContain('candor-gone 2.0.0');
    expect(text).not.toContain('Without figures');
  });

  it('say what is left out', () => {
    const text = textOf({ overview });
    expect(text).toContain('2 smaller groups are left out.');
    expect(text).toMatch(/Without figures: .*Back, Forward/);
  });

  it.each([
    ['while they are loaded', {}, 'Loading…'],
    ['while there is none', { overview: { ...empty, k: 1 } }, 'No sessions yet'],
    ['while no day has closed', { overview: { ...empty, through: null } }, 'No day has closed yet'],
    ['while there are too few, or none', { overview: empty }, 'at least 5 installations'],
    ['when the collector does not answer', { failure: 'unreachable' }, 'Try again'],
    ['when the login has ended', { overview, failure: 'logged-out' }, 'Log in again'],
  ] as [string, Partial<OverviewState>, string][])('are replaced by words %s', (_, state, expected) => {
    const text = textOf(state);
    expect(text).toContain(expected);
    expect(text).not.toContain('uses of commands');
  });

  it('stay while newer ones cannot be had', () => {
    expect(textOf({ overview, failure: 'unreachable' })).toContain('35 uses of commands');
  });
});

describe('their completeness', () => {
  const textFor = (value: Overview) => words(renderToStaticMarkup(<Completeness overview={value} askedAt={0} />));

  it('is stated with what is received, waiting and lost, and with k', () => {
    const text = textFor(overview);
    expect(text).toContain('14 batches received, 2 waiting to be loaded');
    expect(text).toContain('4 because a disk was full');
    expect(text).toContain('k = 5');
    expect(text).toContain('through March 10, 2026');
  });

  it('does not say that nothing is lost where losses of few are not shown', () => {
    const completeness = { ...overview.completeness, lost: [] };
    expect(textFor({ ...overview, k: 1, completeness })).toContain('No installation reports a loss');
    expect(textFor({ ...overview, completeness })).toContain('by none, or by too few installations');
  });

  it('says nothing about losses while figures are withheld', () => {
    expect(textFor(empty)).not.toMatch(/loss|lost/i);
  });
});
