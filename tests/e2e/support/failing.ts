import { expect } from 'playwright/test';
import type { FinderApp } from './finder-app.ts';

/**
 * Makes code of the app's own fail in the app as it is built, by what that code calls of Electron and of the browser. Each
 * error says `message`.
 */

/** Main throws three times in the same place, and nothing catches it. Returns how often Electron would have shown its error box. */
export async function failInMain(app: FinderApp, message: string): Promise<number> {
  return await app.electron.evaluate(async ({ app: electronApp, BrowserWindow, dialog }, text) => {
    let boxes = 0;
    dialog.showErrorBox = () => {
      boxes += 1;
    };
    const all = BrowserWindow.getAllWindows;
    const fail = () => {
      BrowserWindow.getAllWindows = () => {
        throw new TypeError(text);
      };
      try {
        electronApp.emit('second-instance');
      } finally {
        BrowserWindow.getAllWindows = all;
      }
    };
    const later = process.getBuiltinModule('node:timers').setImmediate;
    // From a timer, as the system's events come: what a listener throws is caught by nobody.
    for (let times = 0; times < 3; times++) later(fail);
    while (boxes < 3) await new Promise((resolve) => later(resolve));
    return boxes;
  }, message);
}

/** A promise of main's is rejected, and nobody handles it; returns the warnings that Node then gives. */
export async function rejectInMain(app: FinderApp, message: string): Promise<string[]> {
  return await app.electron.evaluate(async ({ app: electronApp, BrowserWindow }, text) => {
    const { prototype } = BrowserWindow;
    const [load, all] = [prototype.loadURL, BrowserWindow.getAllWindows];
    const warnings: string[] = [];
    const warned = new Promise<void>((resolve) => {
      process.once('warning', ({ name }) => {
        warnings.push(name);
        resolve();
      });
    });
    prototype.loadURL = () => Promise.reject(new RangeError(text));
    const before = all();
    BrowserWindow.getAllWindows = () => [];
    electronApp.emit('second-instance');
    Object.assign(BrowserWindow, { getAllWindows: all });
    prototype.loadURL = load;
    await warned;
    for (const window of all()) if (!before.includes(window)) window.destroy();
    return warnings;
  }, message);
}

/** A listener of the page's throws three times, and nothing catches it. */
export async function failInPage(app: FinderApp, message: string): Promise<void> {
  await app.window.page.evaluate((text) => {
    const event = Object.defineProperty(new Event('mouseup'), 'button', {
      get() {
        throw new ReferenceError(text);
      },
    });
    // From a timer, so that nothing of the test's own is in the stack.
    for (let times = 0; times < 3; times++) setTimeout(() => window.dispatchEvent(event));
  }, message);
}

/** Main fails to do what the page asks, which the page then does not handle. */
export async function failBetweenPageAndMain(app: FinderApp, message: string): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }, text) => {
    const { prototype } = BrowserWindow;
    const { minimize } = prototype;
    prototype.minimize = () => {
      prototype.minimize = minimize;
      throw Object.assign(new Error(text), { code: 'EACCES', path: `/home/${text}` });
    };
  }, message);
  await app.window.page.evaluate(() => void window.candor.invoke('window.perform', { action: 'minimize' }));
}

/** The preload script is handed a channel that is none, and what it throws is caught by nobody in the page. */
export async function failInPreload(app: FinderApp, message: string): Promise<void> {
  await app.window.page.evaluate((text) => {
    setTimeout(() => void window.candor.invoke(text as 'app.info'));
  }, message);
}

/** From now on the list of processes cannot be drawn, until {@link mend}. */
export async function breakView(app: FinderApp, message: string): Promise<void> {
  await app.window.page.evaluate((text) => {
    const page = window as unknown as { kept?: typeof ResizeObserver; ResizeObserver: unknown };
    page.kept = window.ResizeObserver;
    page.ResizeObserver = function broken() {
      throw new SyntaxError(text);
    };
  }, message);
}

/** Undoes {@link breakView}. */
export async function mend(app: FinderApp): Promise<void> {
  await app.window.page.evaluate(() => {
    const page = window as unknown as { kept?: typeof ResizeObserver; ResizeObserver: unknown };
    page.ResizeObserver = page.kept;
  });
}

/** From now on nothing can be drawn that has a number in its text, such as how old a reading is; the page mends itself when it is loaded again. */
export async function breakWindow(app: FinderApp, message: string): Promise<void> {
  await app.window.page.evaluate((text) => {
    Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
      get() {
        throw new EvalError(text);
      },
    });
  }, message);
}

/** Ends the process of the window as a crash does, and waits until the window shows its page again. */
export async function crashWindow(app: FinderApp): Promise<void> {
  await app.electron.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    const { webContents } = window;
    const gone = new Promise<void>((resolve) => webContents.once('render-process-gone', () => resolve()));
    const loaded = new Promise<void>((resolve) => webContents.once('did-finish-load', () => resolve()));
    webContents.forcefullyCrashRenderer();
    await gone;
    await loaded;
  });
}

/** Id of the engine's process; waits until there is one that is not `other`. */
export async function enginePid(app: FinderApp, other = 0): Promise<number> {
  const find = () =>
    app.electron.evaluate(({ app: electronApp }) => {
      const engine = electronApp.getAppMetrics().find(({ name }) => name === 'Finder engine');
      return engine?.pid ?? 0;
    });
  let found = 0;
  await expect
    .poll(async () => {
      found = await find();
      return found !== 0 && found !== other;
    })
    .toBe(true);
  return found;
}

/** Writes a script that every later process of the engine runs before its own. */
export async function loadIntoEngine(app: FinderApp, file: string, script: string): Promise<void> {
  await app.electron.evaluate(
    ({ utilityProcess }, [name, before]) => {
      const { writeFileSync } = process.getBuiltinModule('node:fs');
      const { pathToFileURL } = process.getBuiltinModule('node:url');
      const { fork } = utilityProcess;
      utilityProcess.fork = (module, given, options) => {
        writeFileSync(name, `${before}\nawait import(${JSON.stringify(pathToFileURL(module).href)});\n`);
        return fork(name, given, options);
      };
    },
    [file, script] as const,
  );
}
