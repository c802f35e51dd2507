import path from 'node:path';
import { appOrigin, type Messenger, messenger } from 'candor-client/main';
import { type Clock, systemClock } from 'candor-client/node';
import { BrowserWindow, nativeImage, nativeTheme, screen } from 'electron';
import { finder } from '../../app/finder/product.ts';
import type { Contract } from '../../app/ipc/contract.ts';
import { keepOnScreen, type Placement, placementOf, placeWindow, roomFor } from './placement.ts';

/** Put in by the build: the app's icon as a data URL. */
declare const __ICON__: string;

/** Painted before the page is; the same as the token `--window`. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#1d1e21' : '#f5f5f7');

/** Origin of the Finder's own pages. */
export const APP_ORIGIN = appOrigin('finder');
const APP_URL = `${APP_ORIGIN}/index.html`;

/** Name of the performance mark set when a window has been shown. */
const SHOWN_MARK = 'candor:window-shown';

/**
 * The icon of a window, where the window has one of its own: a window manager of X11 knows no other, elsewhere it is the
 * program's. @param platform Node's `process.platform`.
 */
export function windowIcon<Image>(platform: string, read: (url: string) => Image): { icon?: Image } {
  return platform === 'linux' ? { icon: read(__ICON__) } : {};
}

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
  // A further window stands beside the one that people look at, the first where the last one was closed.
  const beside = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows().at(-1);
  const bounds = placeWindow(beside ? standing(beside) : placement, beside ? 1 : 0, workAreas());
  const window = new BrowserWindow({
    ...bounds,
    show: false,
    title: finder.name,
    backgroundColor: background(),
    ...windowIcon(process.platform, (url) => nativeImage.createFromDataURL(url)),
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
  // Windows reckons the size by the scale of the main screen, whichever one the window is made on (electron 10862, 51603).
  if (bounds.x !== undefined && window.getBounds().width !== bounds.width) window.setBounds(bounds);
  keepOnScreen(window, screen, process.platform);
  // The id is read now: it is gone by the time the window reports that it was closed.
  const { id } = window;
  window.once('ready-to-show', () => {
    if (placement?.maximized && !beside) window.maximize();
    window.show();
    // Read by the start-up benchmark, and by the tests that measure from here.
    performance.mark(SHOWN_MARK);
  });
  window.on('close', () => onPlaced(standing(window)));
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

/** Of all screens, the main one first: Electron gives them in no order. */
function workAreas() {
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  return [main, ...others].map(({ workArea }) => roomFor(workArea, process.platform));
}

function standing(window: BrowserWindow): Placement {
  return placementOf(window.getNormalBounds(), window.getBounds(), window.isMaximized(), workAreas());
}

/** The part of a window that tells whether it reacts; Electron's BrowserWindow fits. */
interface RespondingWindow {
  on(event: 'unresponsive' | 'responsive' | 'closed', listener: () => void): unknown;
}

/** Tells how many seconds the window did not react, each time that it does again or is closed. */
export function watchResponse(
  window: RespondingWindow,
  clock: Pick<Clock, 'monotonic'>,
  tell: (seconds: number) => void,
): void {
  let since: number | undefined;
  const over = () => {
    if (since === undefined) return;
    tell((clock.monotonic() - since) / 1000);
    since = undefined;
  };
  window.on('unresponsive', () => {
    since ??= clock.monotonic();
  });
  window.on('responsive', over);
  window.on('closed', over);
}

/** Messages of the Finder's contract to its windows. */
export const { sendTo, broadcast }: Messenger<Contract> = messenger<Contract>();
