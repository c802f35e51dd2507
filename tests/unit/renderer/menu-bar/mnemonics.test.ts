import { setLanguage } from 'candor-client/core';
import { afterEach, describe, expect, it } from 'vitest';
import { menus } from '../../../../app/commands/catalogue.ts';
import { t } from '../../../../app/messages/index.ts';
import { mnemonics } from '../../../../renderer/menu-bar/mnemonics.ts';

afterEach(() => setLanguage('en'));

const titles = () => menus.map((menu) => t(`menu.${menu}`));

describe('the letters that open the menus', () => {
  it('are each another one, in each language, and stand in the title', () => {
    for (const language of ['en', 'it'] as const) {
      setLanguage(language);
      const letters = mnemonics(titles());
      expect(new Set(letters.map(({ letter }) => letter.toLowerCase())).size).toBe(menus.length);
      expect(letters.map(({ before, letter, after }) => before + letter + after)).toEqual(titles());
    }
  });

  it('are the first ones where nobody has them yet', () => {
    expect(mnemonics(['File', 'Vista', 'Vai', 'Format'])).toEqual([
      { before: '', letter: 'F', after: 'ile' },
      { before: '', letter: 'V', after: 'ista' },
      { before: 'V', letter: 'a', after: 'i' },
      { before: 'F', letter: 'o', after: 'rmat' },
    ]);
  });

  it('are none for a title all of whose letters are taken', () => {
    expect(mnemonics(['ab', 'b', 'a', 'ba!']).at(-1)).toEqual({ before: 'ba!', letter: '', after: '' });
  });
});
