import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { finder } from '../../app/finder/product.ts';
import { projectRoot } from '../../scripts/lib/paths.ts';
import { filesBelow } from '../support/temporary-folder.ts';
import { buildInstaller, type Installer, type InstallMode, inPlace } from './support/nsis-installer.ts';
import { click, lookAt, takePicture } from './support/nsis-window.ts';
import { startWindows, type Windows } from './support/nsis-windows.ts';

/** Texts of controls; the ampersand stands before the letter that is the shortcut. */
const BOX = '&Ask the users of this computer to take part';
const BOX_IN_ITALIAN = '&Chiedi agli utenti di questo computer di partecipare';
const ENGLISH = '/LANGUAGE=1033';
const ITALIAN = '/LANGUAGE=1040';
const INSTALL = '&Install';
const NEXT = '&Next >';
const BACK = '< &Back';
const CANCEL = 'Cancel';

const ASK = '{"participation":"ask"}';
const NO = '{"participation":"no"}';
const modes: readonly InstallMode[] = ['/currentuser', '/allusers'];

let windows: Windows;
let installer: Installer;

beforeAll(async () => {
  windows = await startWindows();
  installer = await buildInstaller(windows);
}, 300_000);

afterAll(() => windows?.stop(), 60_000);

// A test that has failed may have left a window behind, in the way of the next.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const name of ['candor.exe', 'candor-welcome.exe', 'uninstall.exe', 'notepad.exe']) {
    await windows.run('taskkill', ['/f', '/im', name]);
  }
});

beforeEach(() => {
  for (const mode of modes) rmSync(path.dirname(installer.choiceFile(mode)), { recursive: true, force: true });
});

/** What is in the choice file of a mode; undefined when there is none. */
function written(mode: InstallMode): string | undefined {
  const file = installer.choiceFile(mode);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function previousRun(mode: InstallMode, text: string | Buffer): void {
  mkdirSync(path.dirname(installer.choiceFile(mode)), { recursive: true });
  writeFileSync(installer.choiceFile(mode), text);
}

const other = (mode: InstallMode) => (mode === '/allusers' ? '/currentuser' : '/allusers');
const silently = async (...args: string[]) => (await windows.run(installer.setup, ['/S', ...args])).code;

/** Opens the installer; what is done with it is to end it. */
function open(args: readonly string[], setup = installer.setup) {
  const ended = windows.run(setup, args);
  const title = args.includes(ITALIAN) ? `Installazione di ${finder.name}` : `${finder.name} Setup`;
  const look = (text = BOX) => lookAt(windows, installer, title, text);
  const clickOn = async (text: string) => click(windows, await look(text), text);
  return { ended, look, clickOn };
}

/** Opens the installer, does something on its page, and installs. */
async function install(args: readonly string[], act: (page: ReturnType<typeof open>) => Promise<unknown> = nothing) {
  const page = open(args);
  await act(page);
  await page.clickOn(INSTALL);
  await page.ended;
}

async function nothing() {}

describe.each(modes)('an unattended installation with %s', { timeout: 180_000 }, (mode) => {
  it.each([
    ['/CEIP=1', ASK, 'ask'],
    ['/CEIP=0', NO, 'no'],
  ] as const)('and %s writes %s, and the app reads it so', async (given, text, choice) => {
    await silently(mode, given);
    expect(written(mode)).toBe(text);
    expect(written(other(mode))).toBeUndefined();
    expect(installer.choiceForTheApp()).toBe(choice);
  });

  it('and no /CEIP writes nothing, so that users are asked', async () => {
    await silently(mode);
    expect(written(mode)).toBeUndefined();
    expect(existsSync(installer.uninstaller)).toBe(true);
  });

  it('and no /CEIP leaves the choice of an earlier one as it is', async () => {
    previousRun(mode, NO);
    await silently(mode);
    expect(written(mode)).toBe(NO);
  });

  it('and a new /CEIP replaces the choice of an earlier one', async () => {
    previousRun(mode, NO);
    await silently(mode, '/CEIP=1');
    expect(written(mode)).toBe(ASK);
  });
});

describe('an unattended installation', { timeout: 180_000 }, () => {
  it.each(['/CEIP=', '/CEIP=2', '/CEIP=00', '/CEIP=no', '/CEIP', '/CEIP=1"}'])(
    'takes no notice of %s',
    async (given) => {
      await silently('/allusers', given);
      expect(written('/allusers')).toBeUndefined();
      previousRun('/allusers', NO);
      await silently('/allusers', given);
      expect(written('/allusers')).toBe(NO);
    },
  );

  it('puts its choice in the place of a damaged one', async () => {
    previousRun('/allusers', '{"participa');
    await silently('/allusers', '/CEIP=0');
    expect(written('/allusers')).toBe(NO);
  });

  it('says so in its exit code when the choice cannot be stored, and leaves nothing half-written', async () => {
    // A folder in the place of the file cannot be replaced.
    mkdirSync(installer.choiceFile('/allusers'), { recursive: true });
    expect(await silently('/allusers', '/CEIP=0')).toBe(3);
    expect(filesBelow(path.dirname(installer.choiceFile('/allusers')))).toEqual([]);
  });

  it('for all users takes the folder from whoever was there first', async () => {
    const folder = path.dirname(installer.choiceFile('/allusers'));
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    await silently('/allusers', '/CEIP=0');
    // Wine keeps access rights as modes of the host; administrators are its group.
    expect(statSync(folder).mode & 0o002).toBe(0);
    expect(written('/allusers')).toBe(NO);
  });
});

describe('a folder in ProgramData that somebody has made a link', { timeout: 180_000 }, () => {
  /** Another folder, open to its owner alone, which the link leads to. */
  function linked(): string {
    const elsewhere = path.join(windows.folder, 'elsewhere');
    rmSync(elsewhere, { recursive: true, force: true });
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, path.dirname(installer.choiceFile('/allusers')));
    return elsewhere;
  }

  it('is not written through, and keeps its rights, which the exit code tells', async () => {
    const elsewhere = linked();
    expect(await silently('/allusers', '/CEIP=0')).toBe(3);
    expect(readdirSync(elsewhere)).toEqual([]);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o700);
  });

  it('is not deleted through', async () => {
    await silently('/allusers');
    const elsewhere = linked();
    writeFileSync(path.join(elsewhere, 'installer-choice.json'), NO);
    await windows.run(installer.uninstaller, ['/S', '/allusers', '/CEIP-FORGET', inPlace()]);
    expect(readdirSync(elsewhere)).toEqual(['installer-choice.json']);
  });
});

describe('the page', { timeout: 180_000 }, () => {
  it.each(modes)('asks for %s when it is left alone', async (mode) => {
    await install([mode]);
    expect(written(mode)).toBe(ASK);
    expect(written(other(mode))).toBeUndefined();
  });

  it.each(modes)('writes a No for %s when the box is unticked with the mouse', async (mode) => {
    await install([mode], async ({ look, clickOn }) => {
      expect((await look()).control(BOX).ticked).toBe(true);
      await clickOn(BOX);
      await expect.poll(async () => (await look()).control(BOX).ticked).toBe(false);
    });
    expect(written(mode)).toBe(NO);
    expect(written(other(mode))).toBeUndefined();
    expect(installer.choiceForTheApp()).toBe('no');
  });

  it('writes nothing when the installation is cancelled', async () => {
    const { ended, clickOn } = open(['/allusers']);
    await clickOn(BOX);
    await clickOn(CANCEL);
    await ended;
    expect(written('/allusers')).toBeUndefined();
  });

  it('starts with what /CEIP says', async () => {
    await install(['/allusers', '/CEIP=0'], async ({ look }) => {
      expect((await look()).control(BOX).ticked).toBe(false);
    });
    expect(written('/allusers')).toBe(NO);
  });

  it('does not lose the answer when the person goes back and forth', async () => {
    const { ended, look, clickOn } = open(['/allusers'], installer.setupWithWelcomePage);
    await clickOn(NEXT);
    await clickOn(BOX);
    await clickOn(BACK);
    await clickOn(NEXT);
    expect((await look()).control(BOX).ticked).toBe(false);
    await clickOn(CANCEL);
    await ended;
  });

  it('is not shown in an update that goes by itself', async () => {
    previousRun('/allusers', NO);
    // It would wait for an answer, and never end.
    await windows.run(installer.setup, ['/allusers', '--updated']);
    expect(written('/allusers')).toBe(NO);
  });

  it.each([
    NO,
    '{\r\n\t"note": "by our IT",\r\n\t"participation" : "no"\r\n}\r\n',
    '\ufeff{"participation":"no"}',
    Buffer.from('\ufeff{"participation":"no"}', 'utf16le'),
    '{"participation":"no"',
    '{"participation":"NO"}',
    '"participation":"no"',
    '',
  ])('starts as the app would read what an earlier installation left behind: %j', async (text) => {
    previousRun('/allusers', text);
    await install(['/allusers'], async ({ look }) => {
      expect((await look()).control(BOX).ticked).toBe(installer.choiceForTheApp() !== 'no');
    });
  });

  it('starts with a No that was given for one user, now that it is installed for all', async () => {
    previousRun('/currentuser', NO);
    await install(['/allusers']);
    expect(written('/allusers')).toBe(NO);
  });

  it('of one user starts with the No for all users, which outranks it', async () => {
    previousRun('/allusers', NO);
    await install(['/currentuser']);
    expect(written('/currentuser')).toBe(NO);
  });

  it.each([
    [ENGLISH, 'privacy.md', '&Privacy notice', CANCEL],
    [ITALIAN, 'privacy.it.md', 'Informativa sulla &privacy', 'Annulla'],
  ])('shows the privacy notice of this version, without a network (%s: %s)', async (language, file, link, cancel) => {
    const { ended, clickOn } = open([language]);
    await clickOn(link);
    const temporary = windows.host(await windows.variable('TEMP'));
    const notice = readFileSync(path.join(projectRoot, 'docs', file), 'utf8');
    const shown = () => filesBelow(temporary).filter((name) => name.endsWith('privacy.txt'));
    await expect.poll(() => shown().map((name) => readFileSync(path.join(temporary, name), 'utf8'))).toEqual([notice]);
    expect((await windows.onDisplay('xdotool', ['search', '--sync', '--name', 'privacy.txt'])).output).not.toBe('');
    await windows.run('taskkill', ['/f', '/im', 'notepad.exe']);
    await clickOn(cancel);
    await ended;
  });

  it.each([
    [ENGLISH, '/allusers', BOX, CANCEL, 'installer-windows'],
    [ENGLISH, '/currentuser', BOX, CANCEL, 'installer-windows-user'],
    [ITALIAN, '/allusers', BOX_IN_ITALIAN, 'Annulla', 'installer-windows-it'],
    [ITALIAN, '/currentuser', BOX_IN_ITALIAN, 'Annulla', 'installer-windows-user-it'],
  ])('has room for all of its text (%s %s)', async (language, mode, box, cancel, picture) => {
    const { ended, look, clickOn } = open([language, mode]);
    const page = await look(box);
    expect(page.controls.length).toBeGreaterThan(8);
    for (const { text, top, bottom, textHeight } of page.controls) {
      expect.soft(bottom - top, text).toBeGreaterThanOrEqual(text ? textHeight : 0);
    }
    await takePicture(windows, page, picture);
    await clickOn(cancel);
    await ended;
  });
});

describe('the uninstaller', { timeout: 180_000 }, () => {
  const QUESTION =
    'Also forget what was chosen here about the Customer Experience Improvement Program? ' +
    'If you keep it, it applies when Candor Finder is installed again.';

  const uninstall = (...args: string[]) => windows.run(installer.uninstaller, [...args, inPlace()]);

  /** Uninstalls with windows, and presses a button of the question. */
  async function answer(mode: InstallMode, button: string) {
    const ended = uninstall(mode);
    const question = await lookAt(windows, installer, `${finder.name} Uninstall`, QUESTION);
    await click(windows, question, button);
    await ended;
  }

  beforeEach(async () => {
    for (const mode of modes) await silently(mode, '/CEIP=0');
  });

  it.each(modes)('run silently with %s keeps the choice', async (mode) => {
    await uninstall('/S', mode);
    expect(existsSync(path.join(path.dirname(installer.uninstaller), 'app.exe'))).toBe(false);
    expect(written(mode)).toBe(NO);
  });

  it.each(modes)(
    'run silently with %s /CEIP-FORGET removes this choice, its empty folder, and no more',
    async (mode) => {
      await uninstall('/S', mode, '/CEIP-FORGET');
      expect(existsSync(path.dirname(installer.choiceFile(mode)))).toBe(false);
      expect(written(other(mode))).toBe(NO);
    },
  );

  it('leaves what else is in the folder', async () => {
    const folder = path.dirname(installer.choiceFile('/currentuser'));
    writeFileSync(path.join(folder, 'settings.json'), '{}');
    await uninstall('/S', '/currentuser', '/CEIP-FORGET');
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.each(modes)('asks, with %s, and keeps the choice on a No', async (mode) => {
    await answer(mode, '&No');
    expect(written(mode)).toBe(NO);
  });

  it.each(modes)('asks, with %s, and removes the choice on a Yes', async (mode) => {
    await answer(mode, '&Yes');
    expect(written(mode)).toBeUndefined();
    expect(written(other(mode))).toBe(NO);
  });

  it('of the version that an update replaces neither asks nor forgets', async () => {
    // As electron-builder's installer calls it; without /S, a question would be waited for.
    await uninstall('--updated', '/allusers');
    await silently('/allusers', '--updated');
    await uninstall('/S', '/KEEP_APP_DATA', '/allusers', '--updated', '/CEIP-FORGET');
    expect(written('/allusers')).toBe(NO);
  });

  it.each(modes)('goes on with the install mode %s', async (mode) => {
    await uninstall('/S', mode, '/CEIP-FORGET');
    const hive = mode === '/allusers' ? 'HKLM' : 'HKCU';
    const key = `${hive}\\Software\\${finder.name} Harness`;
    expect((await windows.run('reg', ['query', key, '/v', 'uninstalled'])).code).toBe(0);
  });
});
