import type { Locator } from 'playwright/test';
import type { CommandId } from '../../../app/commands/catalogue.ts';
import type { FinderWindow } from './finder-window.ts';

interface MenuDialog {
  readonly command: CommandId;
  readonly dialog: Locator;
  /** Of its pictures. */
  readonly name: string;
}

/** Every dialog that a command of the menu opens, for the suites that look at each of them. */
export function menuDialogs(window: FinderWindow): readonly MenuDialog[] {
  return [
    { command: 'file.save-report', dialog: window.saveReport, name: 'save-report' },
    { command: 'file.settings', dialog: window.settings, name: 'settings' },
    { command: 'file.clear-history', dialog: window.clearHistory, name: 'clear-history' },
    { command: 'help.program', dialog: window.helpDialog, name: 'help-dialog' },
    { command: 'help.what-is-shared', dialog: window.whatIsShared, name: 'what-is-shared' },
    { command: 'help.diagnostics', dialog: window.diagnostics, name: 'diagnostics' },
    { command: 'help.about', dialog: window.about, name: 'about' },
    { command: 'help.shortcuts', dialog: window.shortcuts, name: 'shortcuts' },
  ];
}
