import { app, type Session } from 'electron';
import { APP_URL } from './app-protocol.ts';

/**
 * Keeps every page where it is: no permission, no navigation away, no new window, no embedded page. Runs before the
 * first window is made.
 */
export function confinePages(pages: Session): void {
  pages.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  pages.setPermissionCheckHandler(() => false);
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => event.preventDefault());
  // Even without spell checking Chromium looks up a dictionary host unless it has no language to check.
  pages.setSpellCheckerLanguages([]);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => {
      // A page that has failed loads itself again.
      if (event.url !== APP_URL || contents.getURL() !== APP_URL) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}
