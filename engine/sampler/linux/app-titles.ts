import type { DesktopEntries } from './desktop-entries.ts';
import { readable, type UnitName } from './unit-name.ts';

/** What is known of a process to find out which app it is part of. */
export interface AppMember {
  readonly kernel: boolean;
  readonly name: string;
  readonly path: string | null;
  readonly unitName: UnitName | null;
  /** Title of its parent's app and its file; `null` without a parent. */
  readonly parent: { readonly app: string; readonly path: string | null } | null;
}

/** Folders that hold programs of many makers: to stand there together says nothing. */
const shared = /^(?:\/usr(?:\/local)?)?\/(?:s?bin|games|lib(?:32|64|exec)?(?:\/[\w]+-linux-[\w]+)?)$/;

/**
 * The title of the app that a process is part of, as people know it; empty for none. Where the desktop gives each app a
 * control group, that tells it. Elsewhere it is the program of a desktop entry and what it starts from its own folder:
 * all processes of a browser are one app, a shell in a terminal is not the terminal.
 */
export function appTitle(member: AppMember, entries: DesktopEntries): string {
  const { unitName, path, parent } = member;
  if (member.kernel || unitName?.kind === 'container') return '';
  if (unitName?.kind === 'app') return (unitName.appId !== null && entries.byId(unitName.appId)) || unitName.name;
  const file = path?.slice(path.lastIndexOf('/') + 1) ?? '';
  const entry = entries.byProgram(file) ?? entries.byProgram(member.name);
  if (entry !== undefined) return entry;
  if (path === null) return '';
  if (parent && parent.app !== '' && parent.path !== null && belongTogether(path, parent.path)) return parent.app;
  // An AppImage is mounted under its own name: /tmp/.mount_KritaA1b2C3/usr/bin/krita
  if (/^\/tmp\/\.mount_[^/]+\//.test(path)) return readable(file);
  return '';
}

function belongTogether(path: string, other: string): boolean {
  if (path === other) return true;
  const folder = other.slice(0, other.lastIndexOf('/'));
  return !shared.test(folder) && path.startsWith(`${folder}/`);
}
