/** The product's own NSIS include in an installer that electron-builder's template is not needed for: nsis-harness.nsi. */
import path from 'node:path';
import { finder } from '../../../app/finder/product.ts';
import { installerChoiceFiles, readSurroundings } from '../../../client/main/consent/surroundings.ts';
import { projectRoot } from '../../../scripts/lib/paths.ts';
import type { Windows } from './nsis-windows.ts';

/** For whom it is installed, as electron-builder's switches have it. */
export type InstallMode = '/currentuser' | '/allusers';

export interface Installer {
  /** The installer, and the same with a page before ours. */
  readonly setup: string;
  readonly setupWithWelcomePage: string;
  readonly uninstaller: string;
  /** The program that tells what stands on a window. */
  readonly probe: string;
  /** Where the choice of an install mode is kept, on the host. */
  choiceFile(mode: InstallMode): string;
  /** What the app makes of the choices that are there now. */
  choiceForTheApp(): 'ask' | 'no' | undefined;
}

const INSTALLED = 'C:\\Installed';

/** Builds everything, with warnings as errors, as electron-builder does. */
export async function buildInstaller(windows: Windows): Promise<Installer> {
  const built = (name: string) => path.join(windows.folder, name);
  const make = async (script: string, defines: Record<string, string>) => {
    const result = await windows.onDisplay('makensis', [
      ...['-V2', '-WX', '-INPUTCHARSET', 'UTF8', '-NOCD'],
      ...Object.entries(defines).map(([name, value]) => `-D${name}=${value}`),
      path.join(import.meta.dirname, script),
    ]);
    if (result.code !== 0) throw new Error(`makensis ${script}: ${result.output}`);
  };
  const harness = (output: string, uninstaller: string, defines: Record<string, string> = {}) =>
    make('nsis-harness.nsi', {
      PARTICIPATION: path.join(projectRoot, 'installer/nsis/participation.nsh'),
      PRODUCT_NAME: finder.name,
      INSTALLED,
      OUTPUT: output,
      UNINSTALLER: uninstaller,
      ...defines,
    });

  const uninstaller = built('candor-uninstaller.exe');
  // As at electron-builder's: an installer that does nothing but write the uninstaller.
  await harness(built('uninstaller-maker.exe'), `Z:${uninstaller.replaceAll('/', '\\')}`, { BUILD_UNINSTALLER: '1' });
  await windows.run(built('uninstaller-maker.exe'));
  const installer = { setup: built('candor.exe'), setupWithWelcomePage: built('candor-welcome.exe') };
  await harness(installer.setup, uninstaller);
  await harness(installer.setupWithWelcomePage, uninstaller, { WITH_WELCOME_PAGE: '1' });
  const probe = built('probe.exe');
  await make('nsis-probe.nsi', { OUTPUT: probe });

  const environment = { PROGRAMDATA: await windows.variable('PROGRAMDATA') };
  // Electron's userData: it takes package.json's productName, which finder.name is.
  const userData = `${await windows.variable('APPDATA')}\\${finder.name}`;
  const choices = installerChoiceFiles('win32', environment, userData, finder).map(({ file, links }) => ({
    file: windows.host(file),
    links,
  }));
  const [machine = '', personal = ''] = choices.map(({ file }) => file);
  return {
    ...installer,
    uninstaller: windows.host(`${INSTALLED}\\uninstall.exe`),
    probe,
    choiceFile: (mode) => (mode === '/allusers' ? machine : personal),
    choiceForTheApp: () => readSurroundings({}, choices).installerChoice,
  };
}

/** Arguments that make an uninstaller work where it is, so that it can be waited for, as electron-builder's installer does. */
export function inPlace(): string {
  return `_?=${INSTALLED}`;
}
