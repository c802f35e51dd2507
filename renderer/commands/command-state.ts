import type { CommandSource } from 'candor-client/core';
import { type CommandId, commands, findCommand } from '../../app/commands/catalogue.ts';
import type { CommandState } from '../../app/commands/menu.ts';
import type { Settings } from '../../app/settings.ts';
import { type LocalOffers, localAction, localCommands } from './local-commands.ts';

/** What the edit commands would work on: a text field, the rows of a table, text marked somewhere, or nothing. */
export type EditContext = 'text' | 'rows' | 'marked' | 'none';

/** Everything that ticks and disabled entries depend on. */
export interface CommandFacts {
  readonly settings: Settings;
  /** The detail pane is to be seen, beside the list or over it. */
  readonly detailShown: boolean;
  readonly paused: boolean;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly dialogOpen: boolean;
  /** Suggestions that were not shown yet. */
  readonly freshSuggestions: number;
  readonly edit: EditContext;
  readonly local: LocalOffers;
}

const editable: Readonly<Record<EditContext, readonly CommandId[]>> = {
  text: ['edit.undo', 'edit.redo', 'edit.cut', 'edit.copy', 'edit.paste', 'edit.select-all'],
  rows: ['edit.copy', 'edit.select-all'],
  marked: ['edit.copy'],
  none: [],
};

const opensDialog: ReadonlySet<CommandId> = new Set(['file.settings', 'file.clear-history', 'file.save-report']);

/**
 * Whether a command may be used while a modal dialog is open: those that work on the dialog itself, on the window or
 * on the app. What changes the view behind it, or would open a second dialog, has to wait.
 */
export function worksInDialog(command: CommandId): boolean {
  if (command.startsWith('view.zoom-')) return true;
  if (opensDialog.has(command)) return false;
  return command.startsWith('edit.') || command.startsWith('file.') || command.startsWith('window.');
}

/** Ticks and disabled commands as a pure function of the window's state; the menus and `dispatch` follow it alike. */
export function commandState(facts: CommandFacts): CommandState {
  const { settings } = facts;
  const checked = new Set<CommandId>([
    `view.density-${settings.density}`,
    `view.theme-${settings.theme}`,
    `view.scope-${settings.scope}`,
  ]);
  if (settings.sidebarVisible) checked.add('view.toggle-sidebar');
  if (facts.detailShown) checked.add('view.toggle-detail');
  if (settings.pathBarVisible) checked.add('view.toggle-path-bar');
  if (settings.redact) checked.add('view.redact');
  if (facts.paused) checked.add('view.pause-live');
  for (const { checked: ticked } of facts.local) for (const command of ticked ?? []) checked.add(command);

  const disabled = new Set<CommandId>();
  if (!facts.canGoBack) disabled.add('go.back');
  if (!facts.canGoForward) disabled.add('go.forward');
  for (const command of editable.text) {
    if (!editable[facts.edit].includes(command)) disabled.add(command);
  }
  for (const command of localCommands) if (!localAction(facts.local, command)) disabled.add(command);
  if (facts.dialogOpen) {
    for (const { id } of commands) if (!worksInDialog(id)) disabled.add(id);
  }
  const marked = new Set<CommandId>(facts.freshSuggestions > 0 ? ['help.suggestions'] : []);
  return { checked, disabled, marked };
}

/** Runs a command as if it was chosen through `source`; says whether it could be run. */
export type Dispatch = (command: CommandId, source: CommandSource) => boolean;

/** What somebody is suggested is known on their computer alone, and whether they read it too: its use is not recorded. */
const unrecorded: ReadonlySet<CommandId> = new Set(['help.suggestions']);

/**
 * Runs a command that was suggested. It counts as chosen in its menu, as most uses do: with a source of its own each use would
 * tell which suggestion was followed.
 * @param id a command's, or a later version's.
 */
export function runSuggested(id: string, dispatch: Dispatch): void {
  const command = findCommand(id);
  if (command) dispatch(command.id, 'menu');
}

interface DispatchPorts {
  isEnabled(command: CommandId): boolean;
  /** Notes the use; does nothing without a Yes. */
  record(command: CommandId, source: CommandSource): void;
  run(command: CommandId): void;
}

/**
 * The one place where commands are dispatched. Menus, buttons, shortcuts and the palette all come through here, so
 * that a use is recorded exactly once, before it takes effect (a command may close the window), and a disabled
 * command neither runs nor counts, whichever way it was asked for.
 */
export function createDispatch(ports: DispatchPorts): Dispatch {
  return (command, source) => {
    if (!ports.isEnabled(command)) return false;
    if (!unrecorded.has(command)) ports.record(command, source);
    ports.run(command);
    return true;
  };
}
