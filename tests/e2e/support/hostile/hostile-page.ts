import type { ElectronApplication, Page } from 'playwright/test';
import type { Attack, Targets } from './attacks.ts';

/** An empty page: no policy, no script of ours. */
const EMPTY = '<!doctype html><title>not ours any more</title><body>';

/** Puts another page in the place of a product's own, at the same address and without a content security policy. */
export async function takeOver(electron: ElectronApplication, page: Page): Promise<void> {
  await electron.evaluate(({ protocol }, text) => {
    protocol.unhandle('app');
    protocol.handle('app', () => new Response(text, { headers: { 'content-type': 'text/html' } }));
  }, EMPTY);
  await page.reload();
}

/** Runs an attack in a window of a session from which all confinement was taken. Returns what closes it again. */
export async function freeWindow(
  electron: ElectronApplication,
  arm: () => void,
  attack: Attack['run'],
  to: Targets,
): Promise<() => Promise<void>> {
  const id = await electron.evaluate(
    async ({ app, BrowserWindow, session }, [text, script]) => {
      const free = session.fromPartition('free');
      free.webRequest.onBeforeRequest(null);
      await free.setProxy({ mode: 'direct' });
      app.configureHostResolver({});
      if (!free.protocol.isProtocolHandled('app')) {
        free.protocol.handle('app', () => new Response(text, { headers: { 'content-type': 'text/html' } }));
      }
      const window = new BrowserWindow({ webPreferences: { session: free, sandbox: true, spellcheck: false } });
      const { webContents } = window;
      for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'] as const) {
        webContents.removeAllListeners(event);
      }
      webContents.setWindowOpenHandler(() => ({ action: 'allow' }));
      webContents.setWebRTCIPHandlingPolicy('default');
      await window.loadURL('app://free/');
      void webContents.executeJavaScript(script).catch(() => {});
      return window.id;
    },
    [EMPTY, `(${arm})(); void Promise.resolve((${attack})(${JSON.stringify(to)})).catch(() => {})`] as const,
  );
  return async () => {
    await electron.evaluate(({ BrowserWindow }, closed) => {
      for (const window of BrowserWindow.getAllWindows()) if (window.id >= closed) window.destroy();
    }, id);
  };
}
