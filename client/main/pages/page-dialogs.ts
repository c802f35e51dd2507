import type { BrowserWindow, WebContents } from 'electron';

/** What the pages have said of their dialogs: whether they can show any, and whether What Is Shared is open. */
export class PageDialogs {
  /** Whether a page shows what is not sent, by its contents; with none it cannot show dialogs yet. */
  readonly #pages = new WeakMap<WebContents, { readonly unsent: boolean }>();

  /** A page can show dialogs from now on. One that was loaded anew shows none. */
  begin({ webContents }: BrowserWindow): void {
    this.#pages.set(webContents, { unsent: false });
  }

  has({ webContents }: BrowserWindow): boolean {
    return this.#pages.has(webContents);
  }

  /** What is not sent came into sight, or is no longer there. */
  showUnsent({ webContents }: BrowserWindow, shown: boolean): void {
    this.#pages.set(webContents, { unsent: shown });
  }

  /** The pages that show what is not sent. */
  withUnsent(windows: readonly BrowserWindow[]): WebContents[] {
    return windows.map(({ webContents }) => webContents).filter((contents) => this.#pages.get(contents)?.unsent);
  }
}
