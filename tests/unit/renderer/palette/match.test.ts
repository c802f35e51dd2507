import { afterEach, describe, expect, it } from 'vitest';
import { commands } from '../../../../app/commands/catalogue.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { matchItems, paletteItems } from '../../../../renderer/palette/match.ts';

afterEach(() => setLanguage('en'));

const items = paletteItems();
const find = (query: string, recent: readonly string[] = []) =>
  matchItems(items, query, recent).map(({ command }) => command.id);

describe('the palette', () => {
  it('lists every command that is not hidden from it', () => {
    expect(find('')).toEqual(commands.filter(({ hiddenInPalette }) => !hiddenInPalette).map(({ id }) => id));
  });

  it('puts the commands used last first while nothing is typed', () => {
    expect(find('', ['go.processes', 'view.redact']).slice(0, 2)).toEqual(['go.processes', 'view.redact']);
  });

  it('finds every command first by its own title', () => {
    for (const { command, title } of items) expect(find(title)[0]).toBe(command.id);
  });

  it('puts a title that begins with the word before one that has it later', () => {
    expect(find('de').slice(0, 2)).toEqual(['view.toggle-detail', 'view.density-default']);
  });

  it('finds words in any order, and by the name of the menu', () => {
    expect(find('rows compact')).toEqual(['view.density-compact']);
    expect(find('help')).toContain('help.about');
  });

  it('finds a title by some of its letters', () => {
    expect(find('cmfrt')).toEqual(['view.density-comfortable']);
  });

  it('finds nothing for what is no command', () => {
    expect(find('xyzzy')).toEqual([]);
  });

  it('finds every command by its Italian title too, whichever apostrophe is typed', () => {
    setLanguage('it');
    const italian = paletteItems();
    const first = (query: string) => matchItems(italian, query, [])[0]?.command.id;
    for (const { command, title } of italian) expect(first(title)).toBe(command.id);
    expect(first("dell'esp")).toBe('help.program');
    expect(first('esperienza')).toBe('help.program');
  });
});
