/** A Windows of the test's own: Wine in a temporary folder, on a display that nobody sees. Debian on amd64. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startXvfb } from '../../../scripts/electron/prepare-display.ts';
import { ensureSystem, program } from '../../../scripts/electron/system-libraries.ts';

/** The exit code, null when a signal ended it, and what it wrote. */
export interface Ended {
  code: number | null;
  output: string;
}

export interface Windows {
  /** A folder of the host, for what is built; removed by `stop`. */
  readonly folder: string;
  /** Runs a Windows program, given by its path on the host or by its name, until it ends. */
  run(program: string, args?: readonly string[], furtherEnv?: Record<string, string>): Promise<Ended>;
  /** Runs a program of the host on the same display. */
  onDisplay(program: string, args: readonly string[]): Promise<Ended>;
  /** Where a file of Windows, such as `C:\ProgramData`, is on the host. */
  host(windowsPath: string): string;
  /** What Windows has in a variable of its environment. */
  variable(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Nothing that these tests run takes a twentieth of it alone; a dialog that nobody answers would wait for ever. */
const PROGRAM_ENDS_WITHIN_MS = 120_000;

/** Wine's own exit code, which no program here has: it could not start the program, as on a computer that stood still meanwhile. */
const NOT_STARTED = 255;
const STARTS_AGAIN = 2;

/** How long Wine stays when nothing runs in it and nobody has stopped it. */
const WINE_WAITS_S = 240;

/** What Windows has in its registry and Wine lacks: the blue of links, which its theme has in the page's grey, and what opens a text. */
const AS_ON_WINDOWS = [
  ['HKCU\\Control Panel\\Colors', '/v', 'HotTrackingColor', '/d', '0 102 204'],
  ['HKCR\\.txt', '/ve', '/d', 'txtfile'],
];

/** Installs Wine and what is needed around it when it is not there, and starts it. About ten seconds. */
export async function startWindows(): Promise<Windows> {
  await ensureSystem([
    program('makensis', 'nsis'),
    // The second is the 64-bit Wine, which the first only recommends a choice of.
    { ...program('wine', 'wine'), packages: ['wine', 'wine64'] },
    program('Xvfb', 'xvfb'),
    program('xdotool', 'xdotool'),
    program('import', 'imagemagick'),
  ]);
  const folder = mkdtempSync(path.join(tmpdir(), 'candor-windows-'));
  const prefix = path.join(folder, 'prefix');
  mkdirSync(prefix);
  const display = await startXvfb();
  const env = {
    ...process.env,
    DISPLAY: display.display,
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    // Or else it asks whether to fetch its .NET and its browser.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
    LC_ALL: 'C.UTF-8',
  };
  const onDisplay = (command: string, args: readonly string[], furtherEnv: Record<string, string> = {}) =>
    runUntilExit(command, args, { ...env, ...furtherEnv }, folder);
  const run: Windows['run'] = async (command, args = [], furtherEnv) => {
    const start = () => onDisplay('wine', [command, ...args], furtherEnv);
    let ended = await start();
    for (let again = 0; ended.code === NOT_STARTED && again < STARTS_AGAIN; again += 1) ended = await start();
    return ended;
  };
  const end = async () => {
    await onDisplay('wineserver', ['--kill']);
    await onDisplay('wineserver', ['--wait']);
  };

  await onDisplay('wineboot', ['--init']);
  for (const key of AS_ON_WINDOWS) await run('reg', ['add', ...key, '/f']);
  // Colours are read at the start.
  await end();
  // Debian's Wine ends with its last program and would start anew, seconds long, for each.
  await onDisplay('wineserver', [`--persistent=${WINE_WAITS_S}`]);
  return {
    folder,
    run,
    onDisplay,
    host: (windowsPath) => path.join(prefix, 'drive_c', windowsPath.replace(/^C:/i, '').replaceAll('\\', '/')),
    variable: async (name) => (await run('cmd', ['/c', `echo %${name}%`])).output.trim(),
    stop: async () => {
      await end();
      display.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Runs a program until it exits, not until its output is closed: what Wine starts in the background holds that open for
 * as long as it stays.
 */
function runUntilExit(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  folder: string,
): Promise<Ended> {
  const file = path.join(mkdtempSync(path.join(folder, 'run-')), 'output.txt');
  const output = openSync(file, 'w');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      cwd: folder,
      stdio: ['ignore', output, output],
      timeout: PROGRAM_ENDS_WITHIN_MS,
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, output: readFileSync(file, 'utf8') }));
    closeSync(output);
  });
}
