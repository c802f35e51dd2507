import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Language, languages } from '../../../client/core/texts/language.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';

const read = (file: string) => readFileSync(path.join(projectRoot, file), 'utf8');

/** Windows' numbers of languages; a language of the app without one does not compile. */
const windowsLanguages: Readonly<Record<Language, number>> = { en: 1033, it: 1040 };

describe('a language of the app is one of', () => {
  it.each(languages)('the runtime that is packed: %s', (language) => {
    const { electronLanguages } = parse(read('electron-builder.yml')) as { electronLanguages: string[] };
    expect(electronLanguages.map((tag) => tag.split('-')[0])).toContain(language);
  });

  it.each(languages.filter((language) => language !== 'en'))("Debian's question: %s", (language) => {
    expect(read('installer/deb/templates')).toMatch(new RegExp(`^Description-${language}\\.UTF-8: `, 'm'));
  });

  it.each(languages)("the Windows installer's page, text for text: %s", (language) => {
    const texts = [...read('installer/nsis/participation-messages.nsh').matchAll(/^LangString (\w+) (\d+) /gm)];
    const names = (number: number) => texts.filter(([, , of]) => Number(of) === number).map(([, name]) => name);
    expect(names(windowsLanguages[language])).toEqual(names(windowsLanguages.en));
  });

  it.each(languages.filter((language) => language !== 'en'))('the privacy notice: %s', (language) => {
    expect(existsSync(path.join(projectRoot, `docs/privacy.${language}.md`))).toBe(true);
  });
});
