import type { CommandId } from '../commands/catalogue.ts';

/**
 * Every command that may stand in a batch, by its number: its place in this list, from 0. A number is given once and
 * never again, because collectors read batches of all versions: new commands go to the end, and one that leaves the
 * catalogue stays here. The first 60 take one byte for each use, later ones two.
 */
export const numberedCommands = [
  'file.new-window',
  'file.close-window',
  'file.quit',
  'edit.undo',
  'edit.redo',
  'edit.cut',
  'edit.copy',
  'edit.paste',
  'edit.select-all',
  'view.toggle-sidebar',
  'view.toggle-detail',
  'view.toggle-path-bar',
  'view.density-compact',
  'view.density-default',
  'view.density-comfortable',
  'view.theme-system',
  'view.theme-light',
  'view.theme-dark',
  'view.refresh',
  'view.pause-live',
  'view.redact',
  'view.zoom-in',
  'view.zoom-out',
  'view.zoom-reset',
  'go.back',
  'go.forward',
  'go.search',
  'go.commands',
  'go.this-device',
  'go.processes',
  'window.minimize',
  'window.zoom',
  'window.full-screen',
  'help.shortcuts',
  'help.program',
  'help.what-is-shared',
  'help.about',
  'help.diagnostics',
] as const;
export type NumberedCommand = (typeof numberedCommands)[number];

/** A command of the catalogue without a number does not compile. */
type Unnumbered = Exclude<CommandId, NumberedCommand>;
const unnumbered: [Unnumbered] extends [never] ? true : Unnumbered = true;
void unnumbered;
