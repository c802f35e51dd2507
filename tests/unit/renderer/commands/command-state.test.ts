import { describe, expect, it } from 'vitest';
import { commands } from '../../../../app/commands/catalogue.ts';
import { defaultSettings } from '../../../../app/settings.ts';
import { type CommandFacts, commandState, worksInDialog } from '../../../../renderer/commands/command-state.ts';
import { type LocalActions, localCommands } from '../../../../renderer/commands/local-commands.ts';

/** A view that can do all that views do. */
const whole: LocalActions = { run: Object.fromEntries(localCommands.map((command) => [command, () => {}])) };

const facts: CommandFacts = {
  settings: defaultSettings,
  detailShown: true,
  paused: false,
  freshSuggestions: 0,
  canGoBack: true,
  canGoForward: true,
  dialogOpen: false,
  edit: 'text',
  local: [whole],
};

it('marks Help > Suggestions while there is one that was not shown', () => {
  expect([...commandState(facts).marked]).toEqual([]);
  expect([...commandState({ ...facts, freshSuggestions: 2 }).marked]).toEqual(['help.suggestions']);
});

describe('ticks', () => {
  it('follow the settings, one of each choice', () => {
    const { checked } = commandState({ ...facts, settings: { ...defaultSettings, theme: 'dark', density: 'compact' } });
    expect([...checked].sort()).toEqual([
      'view.density-compact',
      'view.scope-all',
      'view.theme-dark',
      'view.toggle-detail',
      'view.toggle-path-bar',
      'view.toggle-sidebar',
    ]);
  });

  it('are those that the shown view has set as well', () => {
    const { checked } = commandState({ ...facts, local: [{ ...whole, checked: ['view.tree'] }] });
    expect(checked).toContain('view.tree');
  });

  it('show paused updates and redaction', () => {
    const { checked } = commandState({ ...facts, paused: true, settings: { ...defaultSettings, redact: true } });
    expect(checked).toContain('view.pause-live');
    expect(checked).toContain('view.redact');
  });

  it('stand only on commands that are drawn with one', () => {
    const everything = commandState({
      ...facts,
      paused: true,
      settings: { ...defaultSettings, redact: true },
    });
    const ticked = commands.filter(({ kind }) => kind).map(({ id }) => id);
    for (const id of everything.checked) expect(ticked).toContain(id);
  });
});

describe('disabled commands', () => {
  it('are none when everything is possible', () => {
    expect(commandState(facts).disabled.size).toBe(0);
  });

  it('are Back and Forward at the ends of the trail', () => {
    expect(commandState({ ...facts, canGoBack: false }).disabled).toContain('go.back');
    expect(commandState({ ...facts, canGoForward: false }).disabled).toContain('go.forward');
  });

  it.each([
    ['rows', ['edit.undo', 'edit.redo', 'edit.cut', 'edit.paste']],
    ['marked', ['edit.undo', 'edit.redo', 'edit.cut', 'edit.paste', 'edit.select-all']],
    ['none', ['edit.undo', 'edit.redo', 'edit.cut', 'edit.copy', 'edit.paste', 'edit.select-all']],
  ] as const)('are those of Edit that mean nothing for %s', (edit, disabled) => {
    expect([...commandState({ ...facts, edit }).disabled].sort()).toEqual([...disabled].sort());
  });

  it('are those that nothing in the window can do now', () => {
    const { disabled } = commandState({ ...facts, local: [{ run: { 'object.copy-query': () => {} } }] });
    expect([...disabled].sort()).toEqual(localCommands.filter((id) => id !== 'object.copy-query').sort());
  });

  it('are, behind a dialog, all that would change what is behind it or open another', () => {
    const { disabled } = commandState({ ...facts, dialogOpen: true });
    for (const { id } of commands) expect(disabled.has(id)).toBe(!worksInDialog(id));
    expect(disabled).toContain('go.commands');
    expect(disabled).toContain('help.about');
    expect(disabled).toContain('view.refresh');
    expect(disabled).toContain('file.settings');
    expect(disabled).not.toContain('edit.copy');
    expect(disabled).not.toContain('file.quit');
    expect(disabled).not.toContain('view.zoom-in');
  });
});
