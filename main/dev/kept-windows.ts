import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { swallowed } from 'candor-client/core';
import { BrowserWindow } from 'electron';
import { z } from 'zod/mini';
import { placementSchema } from '../window/placement.ts';

const keptSchema = z.strictObject({
  windows: z.array(z.strictObject({ ...placementSchema.shape, minimized: z.boolean() })),
  /** Whether the app had the keyboard; else it must not take it from the editor by restarting. */
  focused: z.boolean(),
});
type Kept = z.infer<typeof keptSchema>;
type KeptWindow = Kept['windows'][number];

/** The places of all windows, kept in a file from the end of one run to the beginning of the next. */
export class KeptWindows {
  readonly #file: string;
  /** Until then what is in the file is still to be opened, and a restart has nothing better to keep. */
  #opened = false;
  /** What a window becomes when it is shown: the next change may come before its first frame. */
  readonly #unshown = new WeakMap<BrowserWindow, Pick<KeptWindow, 'maximized' | 'minimized'>>();

  constructor(file: string) {
    this.#file = file;
  }

  keep(): void {
    if (!this.#opened) return;
    const windows = BrowserWindow.getAllWindows().map((window) => ({
      ...window.getNormalBounds(),
      ...(this.#unshown.get(window) ?? { maximized: window.isMaximized(), minimized: window.isMinimized() }),
    }));
    const kept: Kept = { windows, focused: BrowserWindow.getFocusedWindow() !== null };
    writeFileSync(this.#file, JSON.stringify(kept));
  }

  /** Opens what was kept, once; one window when nothing was. */
  reopen(open: () => BrowserWindow): void {
    const kept = this.#take();
    this.#opened = true;
    if (!kept || kept.windows.length === 0) {
      open();
      return;
    }
    for (const { maximized, minimized, ...bounds } of kept.windows) {
      const window = open();
      window.setBounds(bounds);
      if (!kept.focused) showWithoutFocus(window);
      this.#unshown.set(window, { maximized, minimized });
      window.once('show', () => {
        this.#unshown.delete(window);
        if (maximized) window.maximize();
        if (minimized) window.minimize();
      });
    }
  }

  #take(): Kept | undefined {
    try {
      const kept = keptSchema.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
      rmSync(this.#file);
      return kept;
    } catch (error) {
      swallowed('window', 'read-kept-windows', error);
      return undefined;
    }
  }
}

/** The first `show` of this window, whoever calls it, leaves the keyboard where it is. */
function showWithoutFocus(window: BrowserWindow): void {
  const { show } = window;
  window.show = () => {
    window.show = show;
    window.showInactive();
  };
}
