/**
 * Loaded into Electron's main process before the app (`-r`). Tells the benchmark when a window was shown and hidden, and
 * does what the benchmark asks. Times are of the system's monotonic clock, in milliseconds, which all processes share.
 */
const { app, BrowserWindow } = require('electron');

const SHOWN_MARK = 'candor:window-shown';

const now = () => Number(process.hrtime.bigint()) / 1e6;
const tell = (news) => process.send(news);

app.on('browser-window-created', (_event, window) => {
  window.once('show', () => {
    const seen = now();
    // The app's own mark is set right after the window was shown, and is what its tests measure from.
    setImmediate(() => {
      const [mark] = performance.getEntriesByName(SHOWN_MARK);
      tell({ kind: 'shown', at: mark ? now() - (performance.now() - mark.startTime) : seen });
    });
  });
});

const orders = {
  async evaluate({ code }) {
    const [window] = BrowserWindow.getAllWindows();
    tell({ kind: 'evaluated', value: await window.webContents.executeJavaScript(code) });
  },
  hide() {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
    tell({ kind: 'evaluated', value: null });
  },
  close() {
    for (const window of BrowserWindow.getAllWindows()) window.close();
    tell({ kind: 'evaluated', value: null });
  },
  quit() {
    const [window] = BrowserWindow.getAllWindows();
    let hidden = false;
    const wentAway = () => {
      if (hidden) return;
      hidden = true;
      tell({ kind: 'hidden', at: now() });
    };
    window.once('hide', wentAway);
    window.once('closed', wentAway);
    // The last event of an app: what follows is Electron taking itself apart.
    app.once('quit', () => tell({ kind: 'over', at: now() }));
    tell({ kind: 'quitting', at: now() });
    app.quit();
  },
};

process.on('message', (order) => orders[order.kind](order));
// The benchmark's end is ours too.
process.on('disconnect', () => app.exit());
