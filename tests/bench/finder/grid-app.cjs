/** Electron's main process for the page of the list: one window of the size that is asked for. */
const path = require('node:path');
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  const [width, height] = (process.env.GRID_SIZE ?? '1200x780').split('x').map(Number);
  const window = new BrowserWindow({ width, height, useContentSize: true });
  void window.loadFile(path.join(__dirname, 'page/grid-page.html'));
});
