/** The least that Electron can be without a window: main and a utility process that does nothing, to compare with. */
import path from 'node:path';
import { app, utilityProcess } from 'electron';

app.on('window-all-closed', () => {});
void app.whenReady().then(() => utilityProcess.fork(path.join(import.meta.dirname, 'idle-process.js')));
