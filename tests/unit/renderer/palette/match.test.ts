import { afterEach, describe, expect, it } from 'vitest';
import { type CommandId, commands } from '../../../../app/commands/catalogue.ts';
import { t } from '../../../../app/messages/index.ts';
import { setLanguage } from '../../../../client/core/texts/catalogues.ts';
import { matchItems, paletteItems, withRecent } from '../../../../renderer/palette/match.ts';

afterEach(() => setLanguage('en'));

const items = paletteItems(new Set(), false);
const find = (query: string, recent: readonly string[] = []) =>
  matchItems(items, query, recent).map(({ command }) => command.id);

describe('the palette', () => {
  it('lists every command that is not hidden from it', () => {
    expect(find('')).toEqual(commands.filter(({ hiddenInPalette }) => !hiddenInPalette).map(({ id }) => id));
  });

  it('lists a command that waits for a selection with the reason, after all that can be used, once it is looked for', () => {
    const waiting = new Set<CommandId>(['object.end', 'object.force-end', 'object.quick-look', 'go.back', 'view.tree']);
    const listed = paletteItems(waiting, false);
    const found = (query: string) => matchItems(listed, query, []).map(({ command }) => command.id);
    expect(found('kill')).toEqual(['object.force-end', 'object.end']);
    expect(matchItems(listed, 'kill', [])[0]?.reason).toBe(t('end.none'));
    expect(matchItems(listed, 'quick look', [])[0]?.reason).toBe(t('object.none'));
    expect(found('end').slice(-2).toSorted()).toEqual(['object.end', 'object.force-end']);
    expect(found('')).not.toContain('object.end');
    // What no selection would bring is not offered.
    expect(found('back')).not.toContain('go.back');
    expect(matchItems(paletteItems(waiting, true), 'quick look', [])).toEqual([]);
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

  it('finds a title by the beginnings of its words', () => {
    expect(find('cr')).toContain('view.density-compact');
    expect(find('comro')).toEqual(['view.density-compact', 'view.density-comfortable']);
    expect(find('wis')).toEqual(['help.what-is-shared']);
    expect(find('sw')).not.toContain('view.refresh');
  });

  it.each([
    ['dens', ['view.density-compact', 'view.density-default', 'view.density-comfortable']],
    ['density', ['view.density-compact', 'view.density-default', 'view.density-comfortable']],
    ['consent', ['help.program']],
    ['opt out', ['help.program']],
    ['anonym', ['view.redact']],
    ['kill', ['object.force-end', 'object.end']],
    ['task manager', ['go.processes']],
    ['preferences', ['file.settings']],
    ['maximize', ['window.zoom']],
    ['f5', ['view.refresh']],
  ])('finds commands by other words for them: %s', (query, found) => {
    expect(find(query)).toEqual(found);
  });

  it.each([
    ['find', 'go.search'],
    ['privacy', 'help.program'],
    ['telemetry', 'help.program'],
    ['data', 'help.what-is-shared'],
    ['theme', 'view.theme-system'],
    ['network', 'go.connections'],
    ['exit', 'file.quit'],
    ['hotkeys', 'help.shortcuts'],
    ['version', 'help.about'],
    ['export', 'file.save-report'],
  ])('has first what %s means most likely', (query, first) => {
    expect(find(query)[0]).toBe(first);
  });

  it('puts what begins a title before other words for it, and these before what is inside of a word', () => {
    // Refresh and Redact begin so; "preferences", "screenshot" and others hold it.
    expect(find('re').slice(0, 2)).toEqual(['view.refresh', 'view.redact']);
    const inside = find('ore');
    expect(inside.length).toBeGreaterThan(0);
    expect(find('forward')[0]).toBe('go.forward');
  });

  it('puts the commands used last first among equals while something is typed', () => {
    expect(find('dens', ['view.density-comfortable'])[0]).toBe('view.density-comfortable');
  });

  it('remembers the five commands used last, each once', () => {
    const used = ['go.back', 'go.forward', 'go.back', 'view.redact', 'view.refresh', 'go.ports', 'go.units'] as const;
    expect(used.reduce(withRecent, [])).toEqual(['go.units', 'go.ports', 'view.refresh', 'view.redact', 'go.back']);
  });

  it('finds nothing for what is no command', () => {
    expect(find('xyzzy')).toEqual([]);
  });

  it('finds every command by its Italian title too, whichever apostrophe is typed', () => {
    setLanguage('it');
    const italian = paletteItems(new Set(), false);
    const first = (query: string) => matchItems(italian, query, [])[0]?.command.id;
    for (const { command, title } of italian) expect(first(title)).toBe(command.id);
    expect(first('consenso')).toBe('help.program');
    expect(first('telemetria')).toBe('help.program');
    expect(first('privacy')).toBe('help.program');
    expect(first('densita')).toBe('view.density-compact');
    expect(first('DENSITÀ')).toBe('view.density-compact');
    expect(first('anonim')).toBe('view.redact');
    expect(first("dell'esp")).toBe('help.program');
    expect(first('esperienza')).toBe('help.program');
  });
});
