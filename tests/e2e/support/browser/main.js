// A plain browser window for the tests of the dashboard: Electron's Chromium, none of the app's own code.
// biome-ignore lint/correctness/noUndeclaredDependencies: Electron provides it to whatever it runs
import { app, BrowserWindow } from 'electron';

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true, spellcheck: false } });
  window.loadURL('about:blank');
});
app.on('window-all-closed', () => app.quit());
