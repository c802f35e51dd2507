import { debug } from 'candor-client/core';
import { app, BrowserWindow, shell } from 'electron';
import type { RequestOf } from '../../app/ipc/contract.ts';

type Action = RequestOf<'window.perform'>['action'];

/** Zoom steps of Chromium: one level is a factor of 1.2. */
const ZOOM_STEP = 0.5;
const ZOOM_LIMIT = 3;

/** More windows than anybody arranges, and few enough for any computer. */
const WINDOWS_MAX = 20;

/** What a page may not set off by itself: it would read or fill the clipboard, or open windows without end. */
const needsHand: readonly Action[] = ['new-window', 'cut', 'copy', 'paste'];

interface Circumstances {
  /** Somebody did something in the window a moment ago. */
  readonly isAtWork: boolean;
  readonly openWindow: () => void;
}

/** Performs a window command that only main can perform; one that is not allowed now does nothing. */
export function performAction(window: BrowserWindow, action: Action, { isAtWork, openWindow }: Circumstances): void {
  const tooMany = action === 'new-window' && BrowserWindow.getAllWindows().length >= WINDOWS_MAX;
  if (tooMany || (needsHand.includes(action) && !isAtWork)) {
    debug('window', 'action-refused', { action, isAtWork });
    shell.beep();
    return;
  }
  const { webContents } = window;
  const zoom = (change: number) => {
    webContents.zoomLevel = Math.min(ZOOM_LIMIT, Math.max(-ZOOM_LIMIT, webContents.zoomLevel + change));
  };
  const actions: Readonly<Record<Action, () => void>> = {
    'new-window': openWindow,
    close: () => window.close(),
    quit: () => app.quit(),
    minimize: () => window.minimize(),
    zoom: () => (window.isMaximized() ? window.unmaximize() : window.maximize()),
    'full-screen': () => window.setFullScreen(!window.isFullScreen()),
    undo: () => webContents.undo(),
    redo: () => webContents.redo(),
    cut: () => webContents.cut(),
    copy: () => webContents.copy(),
    paste: () => webContents.paste(),
    'select-all': () => webContents.selectAll(),
    'zoom-in': () => zoom(ZOOM_STEP),
    'zoom-out': () => zoom(-ZOOM_STEP),
    'zoom-reset': () => {
      webContents.zoomLevel = 0;
    },
  };
  actions[action]();
}
