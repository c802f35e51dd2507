import type { BrowserWindow, WebContents } from 'electron';

type OpenedWindow = Pick<BrowserWindow, 'id'> & { readonly webContents: WebContents };
type Send = (contents: WebContents, channel: 'window.open-query', payload: { readonly query: string }) => void;

/** The searches on which windows are opened: each is handed to its window once, whenever its page is there to take it. */
export class OpenedOn {
  readonly #send: Send;
  readonly #waiting = new Map<number, string>();
  /** Windows whose pages have asked: they are told of the next one. */
  readonly #listening = new Set<number>();

  constructor(send: Send) {
    this.#send = send;
  }

  /** A window opens on a search, or is put in front for one; `null` changes nothing. */
  show({ id, webContents }: OpenedWindow, query: string | null): void {
    if (query === null) return;
    if (this.#listening.has(id)) this.#send(webContents, 'window.open-query', { query });
    else this.#waiting.set(id, query);
  }

  /** What the page of a window has to show. */
  take({ id }: Pick<BrowserWindow, 'id'>): { readonly query: string | null } {
    this.#listening.add(id);
    const query = this.#waiting.get(id) ?? null;
    this.#waiting.delete(id);
    return { query };
  }

  /** A window was closed. */
  forget(id: number): void {
    this.#waiting.delete(id);
    this.#listening.delete(id);
  }
}
