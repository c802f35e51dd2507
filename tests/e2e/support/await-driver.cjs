/**
 * Loaded before the app's own code (`electron -r FILE`): holds "ready" back until the test driver is connected.
 *
 * Playwright does the same when it chooses Electron itself, but not for one that it is given, and its own file adds
 * switches with which Chromium uses the network less than it does for people. Without it the driver now and then attaches
 * to a page while its first process is being replaced, and waits for that process for ever: 3 of 60 starts on two busy
 * cores, none of 100 with it. `__playwright_run` is the name that Playwright calls once it is connected.
 */
const { app } = require('electron');

const readyInTruth = app.whenReady();
const emit = app.emit.bind(app);
let held;
let isReady = false;
let release;
const released = new Promise((resolve) => {
  release = resolve;
});

app.isReady = () => isReady;
app.whenReady = () => released;
app.emit = (event, ...given) => {
  if (event !== 'ready') return emit(event, ...given);
  held = given;
  return app.listenerCount('ready') > 0;
};
globalThis.__playwright_run = async () => {
  await readyInTruth;
  isReady = true;
  release();
  emit('ready', ...(held ?? []));
};
