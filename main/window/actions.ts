import { app, type BrowserWindow } from 'electron';
import type { RequestOf } from '../../app/ipc/contract.ts';

type Action = RequestOf<'window.perform'>['action'];

/** Zoom steps of Chromium: one level is a factor of 1.2. */
const ZOOM_STEP = 0.5;
const ZOOM_LIMIT = 3;

/** Performs a window command that only main can perform. */
export function performAction(window: BrowserWindow, action: Action, openWindow: () => void): void {
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
