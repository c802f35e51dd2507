import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { finder } from '../../app/finder/product.ts';
import { sendTo } from '../ipc.ts';
import { systemClock } from '../platform.ts';
import { APP_URL } from './app-protocol.ts';
import { MIN_SIZE, type Placement, placeWindow } from './placement.ts';
import { watchResponse } from './watch-response.ts';

/** Painted before the page is; the same as the token `--window`. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#1d1e21' : '#f5f5f7');

/** Name of the performance mark set when a window has been shown. */
const SHOWN_MARK = 'candor:window-shown';

interface WindowOptions {
  /** Built preload script. */
  readonly preload: string;
  /** Where the last window stood. */
  readonly placement: Placement | undefined;
  readonly onPlaced: (placement: Placement) => void;
  /** The window did not react for this many seconds, and does again or was closed. */
  readonly onUnresponsive: (seconds: number) => void;
  readonly onClosed: (id: number) => void;
}

/** Opens a Finder window; it is shown when its first frame is drawn. */
export function openWindow({ preload, placement, onPlaced, onUnresponsive, onClosed }: WindowOptions): BrowserWindow {
  const open = BrowserWindow.getAllWindows().length;
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const window = new BrowserWindow({
    ...placeWindow(placement, open, areas),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    show: false,
    title: finder.name,
    backgroundColor: background(),
    ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' as const } : {}),
    webPreferences: {
      preload: path.resolve(preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  // The id is read now: it is gone by the time the window reports that it was closed.
  const { id } = window;
  window.once('ready-to-show', () => {
    if (placement?.maximized && open === 0) window.maximize();
    window.show();
    // Read by the start-up benchmark, and by the tests that measure from here.
    performance.mark(SHOWN_MARK);
  });
  window.on('close', () => onPlaced({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  window.on('closed', () => onClosed(id));
  watchResponse(window, systemClock, onUnresponsive);
  const tellState = () =>
    sendTo(window.webContents, 'window.state', {
      focused: window.isFocused(),
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
    });
  window.on('focus', tellState);
  window.on('blur', tellState);
  window.on('maximize', tellState);
  window.on('unmaximize', tellState);
  window.on('enter-full-screen', tellState);
  window.on('leave-full-screen', tellState);
  void window.loadURL(APP_URL);
  return window;
}
