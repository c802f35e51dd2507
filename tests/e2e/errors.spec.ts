import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { t } from '../../app/messages/index.ts';
import type { Batch } from '../../client/core/batch/batch.ts';
import type { CountedReport } from '../../client/core/errors/error-counter.ts';
import { readFrames } from '../../client/core/errors/stack.ts';
import { processOfDump } from '../../client/main/errors/crash-dumps.ts';
import { systemDisk } from '../../client/main/files/disk.ts';
import { readSessionLog } from '../../client/main/recording/session-log.ts';
import { finderErrors, finderFormat } from '../support/finder-format.ts';
import { holdsMarker, layers, MARKER } from '../support/marker.ts';
import { agreeTo } from './support/agreed-profile.ts';
import {
  breakView,
  breakWindow,
  crashWindow,
  enginePid,
  failBetweenPageAndMain,
  failInMain,
  failInPage,
  failInPreload,
  loadIntoEngine,
  mend,
  rejectInMain,
} from './support/failing.ts';
import { expect, test } from './support/fixtures.ts';
import { expectAccessible, picture } from './support/look.ts';
import { filesMentioning, ownFiles } from './support/profile.ts';
import { received } from './support/received.ts';
import { recordInFrontOf } from './support/recording-proxy.ts';

test.describe.configure({ timeout: 180_000 });

/** What every error says: a path in the home folder of somebody with the marker for a name. */
const MESSAGE = `ENOENT: no such file, open '/home/${MARKER}/private.txt'\n    at secret (/home/${MARKER}/index.js:1:2)`;

const marked = { USER: MARKER, LOGNAME: MARKER, USERNAME: MARKER, EMAIL: `${MARKER}@example.org` };

const programFolder = (profile: string) => path.join(profile, 'program/candor-finder');
const crashes = (profile: string) => path.join(programFolder(profile), 'crashes');

interface Dump {
  readonly file: string;
  readonly process: string;
}

/**
 * Crash dumps of our processes that wait to be counted. Under a debugger, such as the one that drives these tests, Chromium
 * may lose a page's first process while it starts, which nobody sees: that leaves a dump as well.
 */
function dumps(profile: string): Dump[] {
  const folder = crashes(profile);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.dmp'))
    .map((file) => ({ file, process: processOfDump(readFileSync(path.join(folder, file))) }))
    .filter(({ process }) => isOurs(process));
}

/** Chromium's own processes fail for reasons of the computer, such as that it has no graphics card. */
const isOurs = (process: string) => process !== 'gpu' && process !== 'helper';

/** Reports of our own processes. */
const ours = (batch: Batch | undefined) => batch?.errors.filter(({ report }) => isOurs(report.process)) ?? [];

/** What of a report a test can foresee: no lines and columns. */
const told = ({ report, count }: CountedReport) => ({
  process: report.process,
  handledBy: report.handledBy,
  class: report.class,
  files: [...new Set(report.frames.map(({ file }) => file))],
  count,
});

/** Everything that the program keeps or has kept of a session, as it is and decoded. */
function kept(profile: string): Buffer[] {
  return ['sessions', 'outbox']
    .map((name) => path.join(programFolder(profile), name))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)))
    .filter((file) => statSync(file).isFile())
    .flatMap((file) => {
      const session = file.endsWith('.log') ? readSessionLog(systemDisk, file, finderFormat) : undefined;
      return [
        Buffer.from(path.basename(file)),
        ...layers(readFileSync(file)),
        ...(session ? [Buffer.from(JSON.stringify(session))] : []),
      ];
    });
}

test('what fails in any process arrives once with its count, and nothing of what it said', async ({
  collector,
  folder,
  launch,
}) => {
  const profile = path.join(folder, MARKER, 'profile');
  mkdirSync(profile, { recursive: true });
  agreeTo(profile);
  const proxy = await recordInFrontOf(collector.url);
  const app = await launch({ profile, collector: proxy.url, env: marked });
  const { page } = app.window;
  const { installation } = await app.participation();
  await page.evaluate(() => window.candor.invoke('finder.watch', { level: 'visible', topics: ['metrics'] }));

  // As without us: Electron shows its box for each, and Node warns.
  expect(await failInMain(app, MESSAGE)).toBe(3);
  expect(await rejectInMain(app, MESSAGE)).toEqual(['UnhandledPromiseRejectionWarning']);
  await failInPage(app, MESSAGE);
  await failBetweenPageAndMain(app, MESSAGE);
  await failInPreload(app, MESSAGE);

  await breakView(app, MESSAGE);
  await app.window.pressShortcut('go.processes');
  const failure = page.getByRole('main').getByRole('alert');
  await expect(failure).toContainText(t('errors.main.title'));
  const again = failure.getByRole('button', { name: t('common.try-again') });
  for (const theme of ['light', 'dark'] as const) {
    await app.setTheme(theme);
    await expectAccessible(page);
    await picture(page, `failed-view-${theme}`);
  }
  // By keyboard alone, and what stays broken stays told.
  await again.focus();
  await page.keyboard.press('Enter');
  await expect(failure).toContainText(t('errors.main.title'));
  await expect(again).toBeFocused();
  await mend(app);
  await page.keyboard.press('Enter');
  await app.window.rows.first().waitFor();

  const engine = await enginePid(app);
  process.kill(engine, 'SIGKILL');
  await enginePid(app, engine);

  expect(kept(profile).length).toBeGreaterThan(0);
  for (const bytes of kept(profile)) expect(holdsMarker(bytes)).toBe(false);
  const before = dumps(profile);
  await crashWindow(app);
  await app.quit();
  for (const bytes of kept(profile)) expect(holdsMarker(bytes)).toBe(false);

  const [session] = await received(collector, installation);
  const reports = ours(session).map(told);
  const one = (report: Partial<ReturnType<typeof told>>) => expect.objectContaining({ count: 1, ...report });
  const some = (report: Partial<ReturnType<typeof told>>) => expect.objectContaining(report);
  expect(reports).toEqual(
    expect.arrayContaining([
      { process: 'main', handledBy: 'uncaught', class: 'TypeError', files: ['main/index'], count: 3 },
      one({ process: 'main', handledBy: 'rejection', class: 'RangeError', files: ['main/index'] }),
      { process: 'renderer', handledBy: 'uncaught', class: 'ReferenceError', files: ['renderer/index'], count: 3 },
      one({ process: 'main', handledBy: 'caught', class: 'Error', files: ['main/index'] }),
      one({ process: 'renderer', handledBy: 'rejection', class: 'Error', files: [] }),
      one({ process: 'preload', handledBy: 'caught', class: 'Error', files: ['preload/index'] }),
      // The page's copy of the same.
      one({ process: 'renderer', handledBy: 'uncaught', class: 'Error', files: [] }),
      // How often depends on how React draws again.
      some({ process: 'renderer', handledBy: 'boundary', class: 'SyntaxError' }),
      one({ process: 'engine', handledBy: 'child-process-gone', class: 'none', files: [] }),
      one({ process: 'renderer', handledBy: 'render-process-gone', class: 'none', files: [] }),
    ]),
  );
  // React draws a view on several ways, and each is a place of its own.
  expect(reports.filter(({ handledBy }) => handledBy !== 'boundary')).toHaveLength(9);
  expect(ours(session).find(({ report }) => report.handledBy === 'caught')?.report.code).toBe('EACCES');
  expect(
    ours(session)
      .map(({ report }) => report.reason)
      .filter((reason) => reason !== 'none'),
  ).toEqual(['killed', 'crashed']);

  // The crash of the window has left a dump, which is counted at the next start and gone.
  const left = dumps(profile);
  expect(left.length).toBe(before.length + 1);
  expect(new Set(left.map(({ process }) => process))).toEqual(new Set(['renderer']));
  const next = await launch({ profile, collector: proxy.url, env: marked });
  for (const dump of left) expect(dumps(profile)).not.toContainEqual(dump);
  await next.quit();
  const [, second] = await received(collector, installation);
  expect(ours(second).map(told)).toEqual([
    expect.objectContaining({ process: 'renderer', handledBy: 'native-crash', class: 'none', count: left.length }),
  ]);

  expect(proxy.requests.length).toBeGreaterThanOrEqual(4);
  for (const bytes of proxy.requests.flatMap(layers)) expect(holdsMarker(bytes)).toBe(false);
  await proxy.close();
});

test('an error right before the app crashes or is killed arrives with the next start, and the crash with it @long', async ({
  collector,
  launch,
  profile,
}) => {
  agreeTo(profile);
  const ends = [
    (pid: number) => process.kill(pid, 'SIGKILL'),
    // As a fault in native code ends a process.
    (pid: number) => process.kill(pid, 'SIGSEGV'),
  ];
  for (const end of ends) {
    const app = await launch({ collector: collector.url });
    await failInMain(app, MESSAGE);
    end(await app.electron.evaluate(() => process.pid));
    await app.exited();
  }
  expect(dumps(profile).filter(({ process }) => process === 'main')).toHaveLength(1);
  const last = await launch({ collector: collector.url });
  const { installation } = await last.participation();
  await last.quit();
  const sessions = await received(collector, installation);
  const ofMain = (batch: Batch) => ours(batch).filter(({ report }) => report.process === 'main');
  expect(sessions.map((batch) => [batch.envelope.end, ofMain(batch).map(told)])).toEqual([
    // The first one is written at once; how often it happened since, only a session that lives on can tell.
    ['killed', [{ process: 'main', handledBy: 'uncaught', class: 'TypeError', files: ['main/index'], count: 1 }]],
    ['killed', [{ process: 'main', handledBy: 'uncaught', class: 'TypeError', files: ['main/index'], count: 1 }]],
    ['quit', [{ process: 'main', handledBy: 'native-crash', class: 'none', files: [], count: 1 }]],
  ]);
});

test('what fails in the engine itself arrives with its place @long', async ({ collector, folder, launch, profile }) => {
  agreeTo(profile);
  const app = await launch({ collector: collector.url });
  await app.window.deviceFacts.first().waitFor();
  const first = await enginePid(app);
  const flag = path.join(folder, 'break-the-clock');
  await loadIntoEngine(
    app,
    path.join(folder, 'breaking.mjs'),
    `import { existsSync, rmSync } from 'node:fs';
    const now = process.hrtime.bigint;
    process.hrtime.bigint = () => {
      if (!existsSync(${JSON.stringify(flag)})) return now();
      rmSync(${JSON.stringify(flag)});
      throw new RangeError(${JSON.stringify(MESSAGE)});
    };`,
  );
  process.kill(first, 'SIGKILL');
  const second = await enginePid(app, first);
  writeFileSync(flag, '');
  await enginePid(app, second);
  const { installation } = await app.participation();
  await app.quit();
  const [session] = await received(collector, installation);
  const [killed, failed, ...more] = ours(session);
  expect(killed?.report).toMatchObject({ process: 'engine', handledBy: 'child-process-gone', reason: 'killed' });
  expect(failed?.report).toMatchObject({ process: 'engine', class: 'RangeError' });
  expect(failed?.report.frames.map(({ file }) => file)).toContain('main/finder-engine');
  // An engine that ends because of an error is told of once.
  expect(more).toEqual([]);
});

test('a window that crashes again and again is loaded again a few times, and then people are asked @long', async ({
  launch,
}) => {
  const app = await launch();
  for (let times = 0; times < 3; times++) await crashWindow(app);
  const asked = await app.electron.evaluate(async ({ BrowserWindow, dialog }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) throw new Error('no window');
    const loaded = new Promise<void>((resolve) => window.webContents.once('did-finish-load', () => resolve()));
    const question = new Promise<Electron.MessageBoxOptions>((resolve) => {
      dialog.showMessageBox = async (...given: unknown[]) => {
        resolve(given[1] as Electron.MessageBoxOptions);
        return { response: 0, checkboxChecked: false };
      };
    });
    window.webContents.forcefullyCrashRenderer();
    const { message, buttons } = await question;
    await loaded;
    return { message, buttons };
  });
  expect(asked).toEqual({
    message: t('errors.crashed.title'),
    buttons: [t('errors.reload'), t('errors.crashed.close')],
  });
});

test('every script of the build has a name in error reports', () => {
  const out = path.resolve(import.meta.dirname, '../../out');
  const roots = { main: 'main', preload: 'preload', 'renderer/assets': 'renderer' } as const;
  const nameless = Object.entries(roots).flatMap(([folder, part]) => {
    const scripts = readdirSync(path.join(out, folder)).filter((name) => /\.c?js$/.test(name));
    expect(scripts.length).toBeGreaterThan(0);
    return scripts.filter((name) => {
      const { own } = readFrames(`\n    at f (/b/${name}:1:2)`, [{ folder: '/b/', part }], finderErrors.files);
      return own[0] === undefined || own[0].file === `${part}/other`;
    });
  });
  expect(nameless).toEqual([]);
});

test('without a Yes nothing is kept of what fails, and no dump is written @long', async ({
  collector,
  launch,
  profile,
}) => {
  const app = await launch({ collector: collector.url });
  await app.ask();
  const failures = async () => {
    await failInMain(app, MESSAGE);
    await failInPage(app, MESSAGE);
    const engine = await enginePid(app);
    process.kill(engine, 'SIGKILL');
    await enginePid(app, engine);
  };
  await failures();
  expect(existsSync(programFolder(profile))).toBe(false);

  await app.window.answer('Yes');
  expect(existsSync(crashes(profile))).toBe(true);
  await expect
    .poll(() => app.window.page.evaluate(() => window.candor.invoke('program.status')))
    .toMatchObject({ level: 'standard' });
  // What failed before the Yes is not in the session that begins with it.
  const [log] = readdirSync(path.join(programFolder(profile), 'sessions'));
  expect(
    readSessionLog(systemDisk, path.join(programFolder(profile), 'sessions', log ?? ''), finderFormat)?.reports.errors,
  ).toEqual([]);

  await app.withdraw(programFolder(profile));
  await failures();
  await crashWindow(app);
  expect(existsSync(programFolder(profile))).toBe(false);
  await app.quit();
  expect(ownFiles(profile).filter((file) => file.endsWith('.dmp'))).toEqual([]);
  expect(filesMentioning(profile, [MARKER])).toEqual([]);
  await collector.settled();
  expect((await collector.overview()).sessions).toBe(0);
});

test('a window that cannot be drawn or started says so and can be loaded again @long', async ({ launch, profile }) => {
  agreeTo(profile);
  const app = await launch();
  const { page } = app.window;
  const reload = page.getByRole('alert').getByRole('button', { name: t('errors.reload') });
  const inBothThemes = async (name: string) => {
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expectAccessible(page);
      await picture(page, `${name}-${theme}`);
    }
  };

  await page.evaluate(() => window.candor.invoke('settings.change', { theme: 'system' }));
  await app.window.pressShortcut('go.processes');
  await app.window.rows.first().waitFor();
  await breakWindow(app, MESSAGE);
  await expect(page.getByRole('alert')).toContainText(t('errors.window.title'));
  await expect(reload).toBeFocused();
  await inBothThemes('failed-window');
  await page.keyboard.press('Enter');
  await app.window.isReady();

  await app.electron.evaluate(({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, () => unknown> })._invokeHandlers;
    const info = handlers.get('app.info');
    handlers.set('app.info', () => {
      if (info) handlers.set('app.info', info);
      throw new Error('main cannot tell');
    });
  });
  await page.reload();
  await expect(page.getByRole('alert')).toContainText(t('errors.start.title'));
  await expect(reload).toBeFocused();
  await inBothThemes('failed-start');
  await page.keyboard.press('Enter');
  await app.window.isReady();
});
