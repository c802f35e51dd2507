import { languages } from 'candor-client/core';
import { describe, expect, it } from 'vitest';
import { type SiteFigures, siteFigures } from '../../../../collector/given/site-figures.ts';
import { pageFile, sitePage } from '../../../../collector/given/site-page.ts';
import { siteCatalogues } from '../../../../collector/given/site-texts.ts';

const HOSTILE = '<img src=x onerror="alert(1)">&\'';
const week = (from: string, to: string, installations: number | null) => ({ from, to, sessions: 9, installations });

const figures: SiteFigures = {
  format: 'candor-figures',
  version: 1,
  days: { from: '2026-03-02', to: '2026-03-15' },
  k: 5,
  products: [
    {
      product: 'example',
      name: HOSTILE,
      sessions: 1234,
      installations: 40,
      weeks: [week('2026-03-02', '2026-03-08', null), week('2026-03-09', '2026-03-15', 40)],
      used: {
        rows: [{ command: 'a', title: { en: HOSTILE, it: HOSTILE }, uses: 90, installations: 30, share: 0.75 }],
        more: 2,
      },
      versions: { rows: [{ version: '1.1.0', sessions: 900, installations: 30, share: null }], more: 0 },
      platforms: {
        rows: [
          {
            os: 'linux',
            osVersion: '12',
            distribution: 'debian',
            architecture: 'x64',
            sessions: 900,
            installations: 30,
            share: 0.5,
          },
        ],
        more: 0,
      },
      changes: {
        week: { from: '2026-03-09', to: '2026-03-15' },
        operations: [
          {
            operation: 'note.load',
            title: { en: 'Load a note', it: 'Caricare una nota' },
            version: '1.1.0',
            against: '1.0.0',
            outcome: 'ok',
            change: 'faster',
            median: { newest: 21_000, against: 34_000 },
            p: 0.001,
            isNew: true,
          },
        ],
        versions: [
          {
            version: '1.1.0',
            runtime: '33',
            sessions: { week: 900, before: null },
            installations: { week: 30, before: null },
            share: { week: 0.75, before: null },
          },
        ],
      },
    },
  ],
};

describe('figures to publish', () => {
  it.each([
    [undefined, 'no day has closed yet: there is nothing to publish'],
    [
      { from: 20_514, to: 20_519 },
      'no week, Monday to Sunday, has closed as a whole; the closed days are 2026-03-02 to 2026-03-07',
    ],
  ])('are none of the closed days %j, and it is said why', async (closed, why) => {
    const answering = { k: 5, closedDays: async () => closed, answer: () => expect.fail('nothing is asked') };
    await expect(siteFigures(answering, [])).rejects.toThrow(why);
  });
});

describe('a published page', () => {
  it.each(languages)('says in %s what its catalogue says, and leads to the other language', (language) => {
    const page = sitePage(figures, language);
    const texts = siteCatalogues[language];
    for (const key of [
      'title',
      'lead',
      'used.title',
      'versions.title',
      'platforms.title',
      'weeks.title',
      'quiet',
    ] as const)
      expect(page).toContain(texts[key]);
    expect(page).toContain(`<html lang="${language}">`);
    for (const other of languages) expect(page.includes(`href="${pageFile(other)}"`)).toBe(other !== language);
    expect(page).toContain('Debian 12');
    expect(page).not.toMatch(/\{\w+\}/);
  });

  it('has the words of products as words', () => {
    const page = sitePage(figures, 'en');
    expect(page).not.toContain('<img');
    expect(page).toContain('&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#38;&#39;');
  });

  it('tells what changed and what is left out, and what is not shown in the same words whether there is any', () => {
    const page = sitePage(figures, 'en');
    expect(page).toContain(
      'Load a note takes less time in 1.1.0 than in 1.0.0. Half of the times it took up to 21\u00a0ms, before 34\u00a0ms.',
    );
    expect(page).toContain('Version 1.1.0 ran in 75% of the sessions, before in too few to be shown.');
    expect(page).toContain('2 smaller rows are left out.');
    expect(page).toContain('Groups of fewer than 5 installations, or hardly more, are not shown');
    expect(sitePage({ ...figures, k: 1 }, 'en')).toContain('even one of a single installation');
  });

  it('may load and run nothing, as its policy says', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(sitePage(figures, 'it'))?.[1];
    expect(policy).toMatch(/^default-src &#39;none&#39;; img-src data:; style-src &#39;sha256-/);
  });
});
