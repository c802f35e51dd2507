import { describe, expect, it } from 'vitest';
import { dashboardPages } from '../../../../client/core/batch/overview.ts';
import { catalogues, type MessageKey } from '../../../../collector/web/messages/index.ts';
import { pageAt, pages, pathOf } from '../../../../collector/web/pages/pages.ts';

const keys = Object.keys(catalogues.en) as MessageKey[];
const parameters = (text: string) => (text.match(/\{[^{}]*\}/g) ?? []).toSorted();

describe.each(['en', 'it'] as const)('the texts of the dashboard in %s', (language) => {
  const offenders = (bad: RegExp) => Object.entries(catalogues[language]).filter(([, text]) => bad.test(text));

  it('are whole, quiet and typographic', () => {
    expect(offenders(/^$|^\s|\s$|\s\s|!|["'`]/)).toEqual([]);
  });
});

describe('the Italian texts of the dashboard', () => {
  it('fill in what the English ones do, and end alike', () => {
    const ending = (text: string) => /[.…?:]$/.exec(text)?.[0] ?? '';
    for (const key of keys) {
      const [en, it] = [catalogues.en[key], catalogues.it[key]];
      expect([key, ...parameters(it), ending(it)]).toEqual([key, ...parameters(en), ending(en)]);
    }
  });

  it('have no English left in them', () => {
    const english =
      /\b(?:the|this|that|is|are|was|of|and|or|not|you|your|what|which|when|how|with|from|for|to|by|on)\b/i;
    const left = Object.entries(catalogues.it).filter(([, text]) => english.test(text.replace(/\{\w+\}/g, '')));
    expect(left).toEqual([]);
  });
});

describe('the pages of the dashboard', () => {
  it('are those that the collector serves, each with a letter and a question of its own', () => {
    expect(pages.map(({ id }) => id).sort()).toEqual(['overview', ...dashboardPages].sort());
    for (const field of ['key', 'name', 'title'] as const) {
      expect(new Set(pages.map((page) => page[field])).size).toBe(pages.length);
    }
    for (const { title } of pages) expect(catalogues.en[title]).toMatch(/\?$/);
    for (const page of pages) expect(pageAt(pathOf(page.id))).toBe(page);
    expect(pageAt('/nowhere')).toBeUndefined();
  });
});
