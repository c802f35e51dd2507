import type { OwnDialog } from 'candor-client/page';
import type { Platform } from '../../app/commands/shortcut.ts';
import { AboutDialog } from './about-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

/** The Finder's own dialogs, by the names under which its commands open them. */
export const finderDialogs = (platform: Platform): Readonly<Record<string, OwnDialog>> => ({
  about: { size: 'narrow', render: (close) => <AboutDialog onClose={close} /> },
  shortcuts: { size: 'wide', render: (close) => <ShortcutsDialog platform={platform} onClose={close} /> },
});
